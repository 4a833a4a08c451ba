package io.quorate.extension.bls;

import io.quorate.engine.model.Bytes;
import java.util.Objects;
import supranational.blst.BLST_ERROR;
import supranational.blst.P1_Affine;
import supranational.blst.P2_Affine;

/**
 * A public key that was checked when it was read: a compressed point of G2, in the subgroup and not
 * infinity. Its owner must also have shown that it holds the secret ({@link #proves}), or sums of
 * keys could be forged (rogue keys).
 */
public final class BlsPublicKey {

  /** Bytes of a compressed key. */
  public static final int LENGTH = 96;

  private final Bytes encoded;
  private final P2_Affine point;

  private BlsPublicKey(Bytes encoded, P2_Affine point) {
    this.encoded = encoded;
    this.point = point;
  }

  /**
   * Reads a compressed key.
   *
   * @throws IllegalArgumentException with the reason, if it is no sound point
   */
  public static BlsPublicKey of(Bytes encoded) {
    if (encoded.length() != LENGTH) {
      throw new IllegalArgumentException("a BLS key has 96 bytes, not " + encoded.length());
    }
    P2_Affine point;
    try {
      point = new P2_Affine(encoded.toArray());
    } catch (RuntimeException e) {
      throw new IllegalArgumentException("no point of G2", e);
    }
    if (point.is_inf() || !point.in_group()) {
      throw new IllegalArgumentException("infinity, or outside of the subgroup");
    }
    return new BlsPublicKey(encoded, point);
  }

  public Bytes encoded() {
    return encoded;
  }

  P2_Affine point() {
    return point;
  }

  /** Whether this signature is one of the message by this key. Never throws. */
  public boolean verifies(Bytes message, Bytes signature) {
    return holds(message, signature, BlsSecretKey.SIGNATURES);
  }

  /** Whether whoever made this proof holds the secret of this key. Never throws. */
  public boolean proves(Bytes proofOfPossession) {
    return holds(encoded, proofOfPossession, BlsSecretKey.POSSESSION);
  }

  private boolean holds(Bytes message, Bytes signature, String domain) {
    var read = BlsAggregate.signature(signature);
    return read.isPresent() && holds(read.get(), point, message, domain);
  }

  static boolean holds(P1_Affine signature, P2_Affine key, Bytes message, String domain) {
    return signature.core_verify(key, true, message.toArray(), domain) == BLST_ERROR.BLST_SUCCESS;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BlsPublicKey key && encoded.equals(key.encoded);
  }

  @Override
  public int hashCode() {
    return Objects.hash(encoded);
  }
}
