package io.quorate.engine.crypto;

/**
 * Whoever can sign with one private key: a key in memory, a device, or holders of its shares.
 *
 * <p>May block and may throw if the device does. An implementation never shows the secret, not in
 * {@code toString} either, and signs one message with one signature: both schemes here are
 * deterministic, so a replica that signs again after a restart sends the same octets.
 */
public interface Signer {

  /** The key that verifies what this signs. */
  VerificationKey key();

  /** A signature of {@link SignatureScheme#signatureLength} octets. */
  byte[] sign(byte[] message);
}
