package io.quorate.engine.crypto.p256;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.engine.crypto.SignatureScheme;
import io.quorate.engine.crypto.Signer;
import io.quorate.engine.crypto.Vectors;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class EcdsaP256Test {

  /** RFC 6979, appendix A.2.5. */
  private static final Signer SIGNER =
      SignatureScheme.ECDSA_P256.signer(
          Vectors.octets("c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721"));

  private static final BigInteger N = EcdsaP256.DOMAIN.getN();
  private static final byte[] SAMPLE = "sample".getBytes(UTF_8);

  @Test
  void the_key_of_rfc_6979_has_its_compressed_point() {
    assertThat(SIGNER.key().encoded())
        .isEqualTo(
            Vectors.octets("0360fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"));
  }

  @Test
  void the_sha_256_vectors_of_rfc_6979_are_signed_with_the_lower_s() {
    assertSigns(
        "sample",
        "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716",
        "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8");
    assertSigns(
        "test",
        "f1abb023518351cd71d881567b1ea663ed3efcf6c5132b354f28d3b0b7d38367",
        "019f4113742a2b14bd25926b49c649155f267e60d3814b4c0cc84250e46f0083");
  }

  @Test
  void the_higher_s_is_refused() {
    var signature = SIGNER.sign(SAMPLE);
    assertThat(SIGNER.key().verifies(SAMPLE, signature)).isTrue();
    assertThat(SIGNER.key().verifies(SAMPLE, with(r(signature), N.subtract(s(signature)))))
        .isFalse();
  }

  @Test
  void r_and_s_out_of_range_are_refused() {
    var signature = SIGNER.sign(SAMPLE);
    var r = r(signature);
    var s = s(signature);
    var most = BigInteger.TWO.pow(256).subtract(BigInteger.ONE);
    for (var bad : new BigInteger[] {BigInteger.ZERO, N, N.add(BigInteger.ONE), most}) {
      assertThat(SIGNER.key().verifies(SAMPLE, with(bad, s))).isFalse();
      assertThat(SIGNER.key().verifies(SAMPLE, with(r, bad))).isFalse();
      assertThat(SIGNER.key().verifies(SAMPLE, with(bad, bad))).isFalse();
    }
  }

  @Test
  void octets_of_any_length_and_value_are_refused_without_an_exception() {
    var random = new Random(3);
    for (int i = 0; i < 300; i++) {
      var octets = new byte[i % 3 == 0 ? random.nextInt(100) : 64];
      random.nextBytes(octets);
      assertThat(SIGNER.key().verifies(SAMPLE, octets)).isFalse();
    }
  }

  @Test
  void a_changed_message_or_signature_is_refused() {
    var signature = SIGNER.sign(SAMPLE);
    assertThat(SIGNER.key().verifies("Sample".getBytes(UTF_8), signature)).isFalse();
    for (int i = 0; i < 64; i++) {
      var changed = signature.clone();
      changed[i] ^= 1;
      assertThat(SIGNER.key().verifies(SAMPLE, changed)).isFalse();
    }
  }

  @Test
  void a_key_must_be_a_compressed_point_of_the_curve() {
    assertRefused("0460fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6");
    assertRefused("60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6");
    assertRefused("00");
    assertRefused("-");
    assertRefused("02" + "00".repeat(31) + "01"); // 1 - 3 + b is no square
    assertRefused("02ffffffff00000001000000000000000000000000ffffffffffffffffffffffff"); // p
    assertRefused("02" + "ff".repeat(32));
  }

  @Test
  void a_secret_is_from_1_to_n_minus_1() {
    for (var bad : new BigInteger[] {BigInteger.ZERO, N, N.add(BigInteger.ONE)}) {
      var secret = Arrays.copyOfRange(with(bad, BigInteger.ZERO), 0, 32);
      assertThatThrownBy(() -> SignatureScheme.ECDSA_P256.signer(secret))
          .isInstanceOf(IllegalArgumentException.class);
    }
    var last = Arrays.copyOfRange(with(N.subtract(BigInteger.ONE), BigInteger.ZERO), 0, 32);
    var signer = SignatureScheme.ECDSA_P256.signer(last);
    assertThat(signer.key().verifies(SAMPLE, signer.sign(SAMPLE))).isTrue();
  }

  private static void assertRefused(String hex) {
    var octets = Vectors.octets(hex);
    assertThatThrownBy(() -> SignatureScheme.ECDSA_P256.key(octets))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("P-256 public key");
  }

  private static void assertSigns(String text, String r, String s) {
    var published = new BigInteger(s, 16);
    var expected = with(new BigInteger(r, 16), published.min(N.subtract(published)));
    assertThat(SIGNER.sign(text.getBytes(UTF_8))).isEqualTo(expected);
    assertThat(SIGNER.key().verifies(text.getBytes(UTF_8), expected)).isTrue();
  }

  private static BigInteger r(byte[] signature) {
    return new BigInteger(1, signature, 0, 32);
  }

  private static BigInteger s(byte[] signature) {
    return new BigInteger(1, signature, 32, 32);
  }

  private static byte[] with(BigInteger r, BigInteger s) {
    return Vectors.octets(String.format("%064x%064x", r, s));
  }
}
