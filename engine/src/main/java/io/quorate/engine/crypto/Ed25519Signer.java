package io.quorate.engine.crypto;

import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** Signs by RFC 8032, section 5.1.6, with Bouncy Castle, whose time does not depend on the key. */
final class Ed25519Signer implements Signer {

  private final byte[] secret;
  private final byte[] encodedKey;
  private final VerificationKey key;

  Ed25519Signer(byte[] secret) {
    if (secret.length != SignatureScheme.SECRET_LENGTH) {
      throw new IllegalArgumentException("an Ed25519 secret has 32 bytes, not " + secret.length);
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

  /**
   * Hands over the public key this made itself: signing under a foreign one would leak the secret.
   */
  @Override
  public byte[] sign(byte[] message) {
    var signature = new byte[Ed25519.SIGNATURE_SIZE];
    Ed25519.sign(secret, 0, encodedKey, 0, message, 0, message.length, signature, 0);
    return signature;
  }

  @Override
  public String toString() {
    return "signer of " + key;
  }
}
