package io.quorate.bootstrap.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quorate.engine.crypto.SignatureScheme;
import java.util.Random;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AcceleratedSignerTest {

  private final Random random = new Random(8032);

  @BeforeEach
  void the_provider_is_made_for_this_machine() {
    assumeTrue("amd64".equals(System.getProperty("os.arch")));
    assumeTrue("Linux".equals(System.getProperty("os.name")));
  }

  @Test
  void signs_with_the_octets_of_bouncy_castle() throws Exception {
    for (int i = 0; i < 300; i++) {
      byte[] seed = octets(32);
      byte[] message = octets(random.nextInt(300));
      byte[] expected = reference(seed, message);
      var signing = NativeEd25519.load(seed, message, expected).orElseThrow();
      assertThat(signing.sign(message)).isEqualTo(expected);
    }
  }

  @Test
  void one_that_signs_otherwise_is_not_used() {
    byte[] seed = octets(32);
    byte[] message = octets(10);
    assertThat(NativeEd25519.load(seed, message, reference(octets(32), message))).isEmpty();
  }

  @Test
  void who_signs_much_goes_over_to_it_and_signs_the_same() {
    byte[] seed = octets(32);
    var signer = new AcceleratedSigner(SignatureScheme.ED25519.signer(seed), seed);
    byte[] message = octets(40);
    assertThat(signer.isNative()).isFalse();
    for (int i = 0; i < AcceleratedSigner.MANY; i++) {
      signer.sign(message);
    }
    await().until(signer::isNative);
    assertThat(signer.sign(message)).isEqualTo(reference(seed, message));
  }

  private byte[] octets(int count) {
    var octets = new byte[count];
    random.nextBytes(octets);
    return octets;
  }

  private static byte[] reference(byte[] seed, byte[] message) {
    var signature = new byte[Ed25519.SIGNATURE_SIZE];
    Ed25519.sign(seed, 0, message, 0, message.length, signature, 0);
    return signature;
  }
}
