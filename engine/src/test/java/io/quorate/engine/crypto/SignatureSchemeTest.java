package io.quorate.engine.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.HexFormat;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SignatureSchemeTest {

  private final SecureRandom random = new SecureRandom();

  @Test
  void codes_and_names_never_change() {
    assertThat(SignatureScheme.ED25519.code()).isEqualTo((byte) 1);
    assertThat(SignatureScheme.ED25519.schemeName()).isEqualTo("ed25519");
    assertThat(SignatureScheme.ECDSA_P256.code()).isEqualTo((byte) 2);
    assertThat(SignatureScheme.ECDSA_P256.schemeName()).isEqualTo("ecdsa-p256");
  }

  @ParameterizedTest
  @EnumSource
  void a_scheme_is_found_by_its_code_and_its_name(SignatureScheme scheme) {
    assertThat(SignatureScheme.ofCode(scheme.code())).isEqualTo(scheme);
    assertThat(SignatureScheme.ofName(scheme.schemeName())).isEqualTo(scheme);
  }

  @Test
  void unknown_codes_and_names_are_refused() {
    assertThatThrownBy(() -> SignatureScheme.ofCode((byte) 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SignatureScheme.ofName("ED25519"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @EnumSource
  void what_a_signer_signs_its_key_verifies(SignatureScheme scheme) {
    var signer = scheme.signer(scheme.newSecret(random));
    var message = new byte[] {1, 2, 3};
    var signature = signer.sign(message);
    assertThat(signature).hasSize(scheme.signatureLength()).isEqualTo(signer.sign(message));
    assertThat(signer.key().verifies(message, signature)).isTrue();
    assertThat(signer.key().verifies(new byte[] {1, 2}, signature)).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void keys_are_equal_by_their_octets(SignatureScheme scheme) {
    var key = scheme.signer(scheme.newSecret(random)).key();
    assertThat(scheme.key(key.encoded())).isEqualTo(key).hasSameHashCodeAs(key);
    assertThat(scheme.signer(scheme.newSecret(random)).key()).isNotEqualTo(key);
    key.encoded()[0] ^= 1;
    assertThat(scheme.key(key.encoded())).isEqualTo(key);
  }

  @ParameterizedTest
  @EnumSource
  void a_signer_shows_its_key_and_not_its_secret(SignatureScheme scheme) {
    var secret = scheme.newSecret(random);
    var signer = scheme.signer(secret);
    assertThat(signer.toString())
        .contains(HexFormat.of().formatHex(signer.key().encoded()))
        .doesNotContain(HexFormat.of().formatHex(secret));
  }

  @ParameterizedTest
  @EnumSource
  void a_secret_of_another_length_is_refused(SignatureScheme scheme) {
    assertThatThrownBy(() -> scheme.signer(new byte[31]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @EnumSource
  void a_signer_keeps_its_own_copy_of_the_secret(SignatureScheme scheme) {
    var secret = scheme.newSecret(random);
    var signer = scheme.signer(secret);
    var before = signer.sign(new byte[1]);
    secret[5] ^= 1;
    assertThat(signer.sign(new byte[1])).isEqualTo(before);
  }
}
