package io.quorate.extension.bls;

import io.quorate.engine.model.Bytes;
import supranational.blst.P1;
import supranational.blst.P2;
import supranational.blst.SecretKey;

/** A secret that signs. */
public final class BlsSecretKey {

  /** Domain of signatures: ciphersuite of the draft, section 4.2.3, with signatures in G1. */
  static final String SIGNATURES = "BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_POP_";

  /** Domain of proofs of possession, so that none can be taken for a signature. */
  static final String POSSESSION = "BLS_POP_BLS12381G1_XMD:SHA-256_SSWU_RO_POP_";

  private static final int SEED = 32;

  private final SecretKey secret;

  private BlsSecretKey(SecretKey secret) {
    this.secret = secret;
  }

  /**
   * Derives a secret (draft, section 2.3, KeyGen).
   *
   * @param seed at least 32 bytes of entropy
   */
  public static BlsSecretKey of(byte[] seed) {
    if (seed.length < SEED) {
      throw new IllegalArgumentException("a seed has at least 32 bytes, not " + seed.length);
    }
    var secret = new SecretKey();
    secret.keygen(seed);
    return new BlsSecretKey(secret);
  }

  public BlsPublicKey publicKey() {
    return BlsPublicKey.of(Bytes.wrap(new P2(secret).compress()));
  }

  /** Signs: 48 bytes, a compressed point of G1; the same for the same message. */
  public Bytes sign(Bytes message) {
    return sign(message, SIGNATURES);
  }

  /** Shows that who publishes the public key holds this secret. */
  public Bytes proofOfPossession() {
    return sign(publicKey().encoded(), POSSESSION);
  }

  private Bytes sign(Bytes message, String domain) {
    return Bytes.wrap(new P1().hash_to(message.toArray(), domain).sign_with(secret).compress());
  }
}
