package io.quorate.engine.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.crypto.p256.EcdsaP256;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.util.BigIntegers;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** Accepts what Bouncy Castle's ECDSA accepts, and nothing else, but for the higher s. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class P256AgreementTest {

  private static final BigInteger ONE = BigInteger.ONE;
  private static final BigInteger TWO = BigInteger.TWO;
  private static final BigInteger N = EcdsaP256.DOMAIN.getN();
  private static final BigInteger P = EcdsaP256.DOMAIN.getCurve().getField().getCharacteristic();
  private static final ECPoint G = EcdsaP256.DOMAIN.getG();

  private final Random random = new Random(256);

  @Test
  void signatures_and_changed_ones_are_judged_alike() {
    for (int i = 0; i < 150; i++) {
      var secret = octets(scalar());
      var signer = SignatureScheme.ECDSA_P256.signer(secret);
      var message = new byte[random.nextInt(200)];
      random.nextBytes(message);
      var signature = signer.sign(message);
      assertThat(signer.key().verifies(message, signature)).isTrue();
      for (int change = 0; change < 8; change++) {
        var changed = signature.clone();
        changed[random.nextInt(64)] ^= (byte) (1 << random.nextInt(8));
        assertAlike(signer.key(), message, changed);
      }
      if (message.length > 0) {
        message[random.nextInt(message.length)] ^= (byte) (1 << random.nextInt(8));
        assertAlike(signer.key(), message, signature);
      }
    }
  }

  @Test
  void the_ends_of_the_ranges_are_judged_alike() {
    var half = N.shiftRight(1);
    var values =
        List.of(BigInteger.ZERO, ONE, TWO, half, half.add(ONE), N.subtract(ONE), N, N.add(ONE), P);
    var key = SignatureScheme.ECDSA_P256.key(G.multiply(scalar()).getEncoded(true));
    for (var r : values) {
      for (var s : values) {
        assertAlike(key, new byte[3], signature(r, s));
      }
    }
  }

  /** Both scalars walk over what is special in them, under keys that meet the base point. */
  @Test
  void special_scalars_under_special_keys_are_judged_alike() {
    var half = N.shiftRight(1);
    var scalars =
        List.of(
            BigInteger.ZERO,
            ONE,
            TWO,
            TWO.pow(16),
            TWO.pow(32),
            half,
            half.add(ONE),
            TWO.pow(255).subtract(ONE),
            TWO.pow(255),
            N.subtract(TWO),
            N.subtract(ONE),
            scalar());
    int valid = 0;
    for (var d : List.of(ONE, TWO, half, N.subtract(TWO), N.subtract(ONE), scalar())) {
      var key = new EcdsaP256Key(G.multiply(d));
      for (var u1 : scalars) {
        for (var u2 : scalars.subList(1, scalars.size())) {
          var sum = G.multiply(u1.add(u2.multiply(d)).mod(N)).normalize();
          var r = sum.isInfinity() ? ONE : sum.getAffineXCoord().toBigInteger().mod(N);
          var s = r.multiply(u2.modInverse(N)).mod(N);
          var e = u1.multiply(s).mod(N);
          assertThat(key.holds(e, r, s)).isNotEqualTo(sum.isInfinity());
          assertAlike(key, e, r, s);
          assertAlike(key, e.add(ONE).mod(N), r, s);
          assertAlike(key, e, N.subtract(r), s);
          assertAlike(key, e, r, N.subtract(s));
          valid += sum.isInfinity() ? 0 : 1;
        }
      }
    }
    assertThat(valid).isGreaterThan(700);
  }

  /** e + r d = 0: who has the secret d can aim it at one message. */
  @Test
  void a_sum_that_is_infinity_is_refused() {
    var message = new byte[] {1, 2, 3};
    var e = new BigInteger(1, EcdsaP256.sha256(message));
    for (int i = 0; i < 20; i++) {
      var r = i == 0 ? ONE : scalar();
      var d = N.subtract(e.multiply(r.modInverse(N)).mod(N));
      var key = new EcdsaP256Key(G.multiply(d));
      var s = scalar();
      assertThat(key.verifies(message, signature(r, s.min(N.subtract(s))))).isFalse();
      assertAlike(key, e, r, s);
    }
  }

  /** e = r d: both terms of the sum are one point. */
  @Test
  void a_sum_of_two_equal_points_is_accepted_if_it_is_right() {
    var message = new byte[] {1, 2, 3};
    var e = new BigInteger(1, EcdsaP256.sha256(message));
    for (int i = 0; i < 20; i++) {
      var k = scalar();
      var r = G.multiply(k).normalize().getAffineXCoord().toBigInteger().mod(N);
      var d = e.multiply(r.modInverse(N)).mod(N);
      var key = new EcdsaP256Key(G.multiply(d));
      var s = TWO.multiply(e).multiply(k.modInverse(N)).mod(N);
      assertThat(key.verifies(message, signature(r, s.min(N.subtract(s))))).isTrue();
      assertAlike(key, e, r, s.add(ONE).mod(N));
    }
  }

  /** R has an x that is not below n, which happens to nobody by chance: r is x - n. */
  @Test
  void x_is_taken_modulo_n() {
    int found = 0;
    for (long i = 1; found < 10; i++) {
      var r = BigInteger.valueOf(i);
      var point = pointAt(r.add(N));
      if (point != null) {
        found++;
        assertThat(isAccepted(point, r)).isTrue();
        assertThat(isAccepted(point, r.add(ONE))).isFalse();
      }
    }
  }

  /** With x = 0, r would have to be 0; p - n is another value, though p - n + n is 0 modulo p. */
  @Test
  void x_modulo_n_is_not_taken_modulo_p() {
    assertThat(isAccepted(pointAt(BigInteger.ZERO), P.subtract(N))).isFalse();
    for (long i = 1, found = 0; found < 10; i++) {
      var x = BigInteger.valueOf(i);
      if (pointAt(x) != null) {
        found++;
        assertThat(isAccepted(pointAt(x), x)).isTrue();
        assertThat(isAccepted(pointAt(x), P.subtract(N).add(x))).isFalse();
        assertThat(isAccepted(pointAt(x), N.add(x))).isFalse();
      }
    }
  }

  /** Whether r is accepted under a key made so that the sum is this point. */
  private boolean isAccepted(ECPoint sum, BigInteger r) {
    var message = new byte[] {7};
    var e = new BigInteger(1, EcdsaP256.sha256(message));
    var s = scalar();
    var low = s.min(N.subtract(s));
    var inverse = low.modInverse(N);
    var own = sum.subtract(G.multiply(e.multiply(inverse).mod(N)));
    var key = new EcdsaP256Key(own.multiply(low.multiply(r.modInverse(N)).mod(N)));
    assertAlike(key, e, r, low);
    return key.verifies(message, signature(r, low));
  }

  private static ECPoint pointAt(BigInteger x) {
    var encoded = Arrays.copyOf(new byte[] {2}, 33);
    System.arraycopy(BigIntegers.asUnsignedByteArray(32, x), 0, encoded, 1, 32);
    try {
      return EcdsaP256.DOMAIN.getCurve().decodePoint(encoded);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static void assertAlike(VerificationKey key, byte[] message, byte[] signature) {
    var r = new BigInteger(1, signature, 0, 32);
    var s = new BigInteger(1, signature, 32, 32);
    boolean accepted =
        s.compareTo(N.shiftRight(1)) <= 0 && reference(key, EcdsaP256.sha256(message), r, s);
    assertThat(key.verifies(message, signature)).isEqualTo(accepted);
  }

  /** If r and s are in [1, n), as the engine has checked before it asks. */
  private static void assertAlike(EcdsaP256Key key, BigInteger e, BigInteger r, BigInteger s) {
    if (Stream.of(r, s).allMatch(EcdsaP256::isInGroup)) {
      assertThat(key.holds(e, r, s)).isEqualTo(reference(key, octets(e), r, s));
    }
  }

  private static boolean reference(VerificationKey key, byte[] hash, BigInteger r, BigInteger s) {
    var point = EcdsaP256.DOMAIN.getCurve().decodePoint(key.encoded());
    var verifier = new ECDSASigner();
    verifier.init(false, new ECPublicKeyParameters(point, EcdsaP256.DOMAIN));
    return verifier.verifySignature(hash, r, s);
  }

  private BigInteger scalar() {
    return new BigInteger(320, random).mod(N);
  }

  private static byte[] signature(BigInteger r, BigInteger s) {
    return Vectors.octets(String.format("%064x%064x", r, s));
  }

  private static byte[] octets(BigInteger value) {
    return BigIntegers.asUnsignedByteArray(32, value);
  }
}
