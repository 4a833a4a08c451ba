package io.quorate.engine.crypto;

import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * Signs by RFC 8032, section 5.1.6, with Bouncy Castle, whose time does not depend on the key; who
 * signs much goes over to {@link NativeEd25519} if it is there. The octets are the same.
 */
final class Ed25519Signer implements Signer {

  /** Signatures after which loading native code pays; a command of a user makes a few. */
  static final int MANY = 1_000;

  private final AtomicInteger made = new AtomicInteger();
  private volatile Optional<NativeEd25519> faster = Optional.empty();

  private final byte[] secret;
  private final byte[] encodedKey;
  private final VerificationKey key;

  Ed25519Signer(byte[] secret) {
    if (secret.length != SignatureScheme.SECRET_LENGTH) {
      throw new IllegalArgumentException("an Ed25519 secret has 32 octets, not " + secret.length);
    }
    this.secret = secret.clone();
    this.encodedKey = new byte[Ed25519.PUBLIC_KEY_SIZE];
    Ed25519.generatePublicKey(this.secret, 0, encodedKey, 0);
    this.key = new Ed25519Key(encodedKey);
  }

  @Override
  public VerificationKey key() {
    return key;
  }

  @Override
  public byte[] sign(byte[] message) {
    var found = faster;
    if (found.isPresent()) {
      try {
        return found.get().sign(message);
      } catch (GeneralSecurityException e) {
        faster = Optional.empty();
      }
    }
    var signature = signSlowly(message);
    if (made.incrementAndGet() == MANY) {
      var loading = new Thread(() -> load(message, signature), "quorate-native-signing");
      loading.setDaemon(true);
      loading.start();
    }
    return signature;
  }

  boolean isNative() {
    return faster.isPresent();
  }

  /** Goes over to native code if it signs alike. */
  private void load(byte[] probe, byte[] expected) {
    faster = NativeEd25519.load(secret, probe, expected);
  }

  /**
   * Hands over the public key this made itself: signing under a foreign one would leak the secret.
   */
  private byte[] signSlowly(byte[] message) {
    var signature = new byte[Ed25519.SIGNATURE_SIZE];
    Ed25519.sign(secret, 0, encodedKey, 0, message, 0, message.length, signature, 0);
    return signature;
  }

  @Override
  public String toString() {
    return "signer of " + key;
  }
}
