package io.quorate.engine.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class Ed25519RuleTest {

  private static final byte[] MESSAGE = "quorate".getBytes(StandardCharsets.UTF_8);
  private static final BigInteger SECRET = new BigInteger("1234567890123456789012345678901234567");
  private static final ReferenceCurve.Point KEY_POINT = ReferenceCurve.BASE.times(SECRET);
  private static final VerificationKey KEY = SignatureScheme.ED25519.key(KEY_POINT.encode());

  @Test
  void the_vectors_of_rfc_8032_are_signed_and_accepted() {
    for (var vector : Vectors.read("ed25519-rfc8032.txt")) {
      var signer = SignatureScheme.ED25519.signer(Vectors.octets(vector[0]));
      var message = Vectors.octets(vector[2]);
      var signature = Vectors.octets(vector[3]);
      assertThat(signer.key().encoded()).isEqualTo(Vectors.octets(vector[1]));
      assertThat(signer.sign(message)).isEqualTo(signature);
      assertAccepted(true, signer.key(), message, signature);
      signature[40] ^= 1;
      assertAccepted(false, signer.key(), message, signature);
    }
  }

  @Test
  void every_case_of_taming_the_many_eddsas_is_decided_as_written() {
    var cases = Vectors.read("ed25519-speccheck.txt");
    assertThat(cases).hasSize(12);
    for (var fields : cases) {
      var encoded = Vectors.octets(fields[3]);
      if (fields[1].equals("bad-key")) {
        assertThatThrownBy(() -> SignatureScheme.ED25519.key(encoded))
            .as("case %s", fields[0])
            .isInstanceOf(IllegalArgumentException.class);
      } else {
        var key = SignatureScheme.ED25519.key(encoded);
        assertAccepted(
            fields[1].equals("accept"), key, Vectors.octets(fields[2]), Vectors.octets(fields[4]));
      }
    }
  }

  @Test
  void r_may_be_any_encoding_of_a_point_of_small_order() {
    int accepted = 0;
    for (var r : strangeEncodings()) {
      var point = ReferenceCurve.decode(r);
      boolean small = point.isPresent() && point.get().times(8).equals(ReferenceCurve.ZERO);
      var signature = signature(r, BigInteger.ZERO);
      assertAccepted(small, KEY, MESSAGE, signature);
      assertThat(ReferenceCurve.accepts(KEY.encoded(), MESSAGE, signature)).isEqualTo(small);
      accepted += small ? 1 : 0;
    }
    assertThat(accepted).as("encodings of the eight points of small order").isEqualTo(14);
  }

  @Test
  void r_may_have_a_part_of_small_order() {
    var r = BigInteger.valueOf(987_654_321);
    for (int i = 0; i < 8; i++) {
      var point = ReferenceCurve.BASE.times(r).plus(ReferenceCurve.TORSION.times(i));
      assertAccepted(true, KEY, MESSAGE, signature(point.encode(), r));
    }
  }

  @Test
  void r_must_be_on_the_curve() {
    var r = Vectors.octets("02" + "00".repeat(31));
    assertThat(ReferenceCurve.decode(r)).isEmpty();
    assertAccepted(false, KEY, MESSAGE, signature(r, BigInteger.ZERO));
  }

  @Test
  void s_and_l_or_more_is_refused() {
    var r = ReferenceCurve.BASE.encode();
    var signature = signature(r, BigInteger.ONE);
    var s = ReferenceCurve.number(Arrays.copyOfRange(signature, 32, 64));
    assertAccepted(true, KEY, MESSAGE, signature);
    for (var above = s.add(ReferenceCurve.L);
        above.bitLength() <= 256;
        above = above.add(ReferenceCurve.L)) {
      var other = ReferenceCurve.concat(r, ReferenceCurve.littleEndian(above));
      assertAccepted(false, KEY, MESSAGE, other);
    }
  }

  @Test
  void a_signature_of_another_length_is_refused() {
    var signature = signature(ReferenceCurve.BASE.encode(), BigInteger.ONE);
    for (int length : new int[] {0, 1, 32, 63, 65, 128}) {
      assertAccepted(false, KEY, MESSAGE, Arrays.copyOf(signature, length));
    }
  }

  @Test
  void a_key_of_small_order_or_not_canonical_or_off_the_curve_is_refused() {
    var bad = new ArrayList<>(strangeEncodings());
    bad.add(Vectors.octets("02" + "00".repeat(31)));
    bad.add(new byte[31]);
    bad.add(new byte[33]);
    for (var encoded : bad) {
      assertThatThrownBy(() -> SignatureScheme.ED25519.key(encoded))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("Ed25519 public key");
    }
  }

  @Test
  void a_key_with_a_part_of_small_order_is_a_key() {
    for (int i = 0; i < 8; i++) {
      var encoded = KEY_POINT.plus(ReferenceCurve.TORSION.times(i)).encode();
      assertThat(SignatureScheme.ED25519.key(encoded).encoded()).isEqualTo(encoded);
    }
  }

  @Test
  void random_octets_never_make_a_verifier_throw() {
    var random = new Random(1);
    for (int i = 0; i < 2_000; i++) {
      var signature = new byte[random.nextInt(4) == 0 ? random.nextInt(100) : 64];
      random.nextBytes(signature);
      assertThat(KEY.verifies(MESSAGE, signature)).isFalse();
    }
  }

  /** y from p to 2^255 - 1 and small y and -1, each with and without the sign. */
  private static List<byte[]> strangeEncodings() {
    var encodings = new ArrayList<byte[]>();
    for (var y = ReferenceCurve.P; y.bitLength() <= 255; y = y.add(BigInteger.ONE)) {
      encodings.add(ReferenceCurve.littleEndian(y));
      encodings.add(ReferenceCurve.littleEndian(y.setBit(255)));
    }
    for (int i = 0; i < 8; i++) {
      var point = ReferenceCurve.TORSION.times(i);
      encodings.add(point.encode());
      if (point.x().signum() == 0) {
        encodings.add(ReferenceCurve.littleEndian(point.y().setBit(255)));
      }
    }
    return encodings;
  }

  private static byte[] signature(byte[] rOctets, BigInteger r) {
    return ReferenceCurve.sign(rOctets, r, KEY.encoded(), SECRET, MESSAGE);
  }

  /** Alone, and in a batch beside good signatures, which stay good. */
  private static void assertAccepted(
      boolean expected, VerificationKey key, byte[] message, byte[] signature) {
    assertThat(key.verifies(message, signature)).as("alone").isEqualTo(expected);
    var signer = SignatureScheme.ED25519.signer(new byte[32]);
    var batch = new BatchCheck();
    for (int i = 0; i < 8; i++) {
      batch.add(signer.key(), new byte[] {(byte) i}, signer.sign(new byte[] {(byte) i}));
    }
    int number = batch.add(key, message, signature);
    assertThat(batch.allValid()).as("in a batch").isEqualTo(expected);
    assertThat(batch.culprits().stream())
        .containsExactlyElementsOf(expected ? List.of() : List.of(number));
  }
}
