package io.quorate.engine.crypto;

/**
 * A public key that was checked when it was made ({@link SignatureScheme#key}): a canonical
 * encoding of a sound point. Immutable, may be shared between threads, equal by scheme and octets.
 *
 * <p>A key of either scheme keeps about 16 KiB from its first verification on: a process bounds how
 * many it holds.
 */
public sealed interface VerificationKey permits Ed25519Key, EcdsaP256Key {

  SignatureScheme scheme();

  /** A copy of the canonical octets. */
  byte[] encoded();

  /**
   * Whether the scheme's one rule accepts the signature. Never throws, whatever the octets: a peer
   * chose them.
   */
  boolean verifies(byte[] message, byte[] signature);
}
