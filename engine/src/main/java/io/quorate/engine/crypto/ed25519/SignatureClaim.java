package io.quorate.engine.crypto.ed25519;

import java.security.MessageDigest;

/**
 * The claim that a signature is one of a message under a key, and the only rule by which Quorate
 * accepts it. A replica must never accept what another refuses, so this rule holds for a signature
 * alone and in a batch, in every release:
 *
 * <ol>
 *   <li>A, the key, is the canonical encoding of a point not of small order: checked by {@link
 *       PublicPoint#decode} before there is a claim.
 *   <li>The signature is 64 octets, R then S.
 *   <li>S, little endian, is below L (RFC 8032, section 5.1.7, step 1): no second signature from a
 *       first by adding L.
 *   <li>R is the encoding of a point as ZIP-215 reads it: 255 bits of y, taken modulo p where they
 *       are p or more; an x must go with it; the top bit set picks the odd x, and -0 is 0. R may be
 *       of small order or not in the subgroup of order L.
 *   <li>k = SHA-512(R, A, message) modulo L, over the octets of R and A as they were received.
 *   <li>8 S B = 8 R + 8 k A (RFC 8032, section 5.1.7, step 3; Bernstein et al., "High-speed
 *       high-security signatures", section 5). The factor 8 is applied last, to the sum of points,
 *       so reducing scalars modulo L changes nothing for an A with a part of small order.
 * </ol>
 *
 * <p>The equation without the 8 cannot be checked in batches: parts of small order in different
 * signatures cancel or not, by chance. With it both checks decide the same set. Every signature an
 * honest signer makes is accepted. For the keys it admits, this rule and ZIP-215 agree.
 *
 * <p>Reusable and mutable, therefore for one thread at a time; it keeps no reference to the octets.
 */
public final class SignatureClaim {

  /** Octets of a signature. */
  public static final int SIGNATURE_LENGTH = 64;

  private static final int S_AT = 32;

  private final byte[] signature = new byte[SIGNATURE_LENGTH];
  private final CurvePoint r = new CurvePoint();
  private final Scalar s = new Scalar();
  private final Scalar k = new Scalar();
  private final MessageDigest sha512 = Digests.sha512();
  private PublicPoint key;

  /** Takes a claim in place of the former one; false, and no claim, if rules 2 to 4 refuse it. */
  public boolean set(PublicPoint key, byte[] message, byte[] signature) {
    if (signature.length != SIGNATURE_LENGTH
        || !Scalar.isReduced(signature, S_AT)
        || !r.decode(signature, 0)) {
      return false;
    }
    this.key = key;
    System.arraycopy(signature, 0, this.signature, 0, SIGNATURE_LENGTH);
    s.decode(signature, S_AT, 32);
    sha512.update(signature, 0, S_AT);
    sha512.update(key.octets());
    k.decode(sha512.digest(message), 0, 64);
    k.reduce();
    return true;
  }

  /** Whether the claim, alone, fulfils rule 6: -S B + k A + R is of small order. */
  public boolean holds() {
    return holds(new PointSum());
  }

  /** The same with the caller's buffers. */
  boolean holds(PointSum sum) {
    var minusS = new Scalar();
    minusS.set(s);
    minusS.negate();
    sum.clear();
    sum.add(WideTable.BASE, minusS);
    sum.add(key.table(), k);
    return sum.isOfSmallOrderWith(r);
  }

  PublicPoint key() {
    return key;
  }

  CurvePoint r() {
    return r;
  }

  Scalar s() {
    return s;
  }

  Scalar k() {
    return k;
  }

  /** Everything the batch's coefficients must depend on: R, S, A and k. */
  void updateInto(MessageDigest transcript) {
    transcript.update(signature);
    transcript.update(key.octets());
    transcript.update(k.encode());
  }
}
