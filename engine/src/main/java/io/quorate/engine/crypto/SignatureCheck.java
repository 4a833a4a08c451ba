package io.quorate.engine.crypto;

/**
 * Decides whether many signatures hold, at once. {@link BatchCheck} is the one that production
 * uses; simulations, which need many signatures and no secrecy, bring their own. For one thread at
 * a time; keeps no reference to the caller's octets.
 */
public interface SignatureCheck {

  /** Adds a signature to check and returns its number, from 0. Never throws on any octets. */
  int add(VerificationKey key, byte[] message, byte[] signature);

  /** Whether every signature added is valid. True of none. */
  boolean allValid();

  /** Forgets the signatures. */
  void clear();
}
