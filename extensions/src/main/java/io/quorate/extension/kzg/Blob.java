package io.quorate.extension.kzg;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;
import java.math.BigInteger;

/** Where things lie in an EIP-4844 blob, and by what name a block refers to one. */
public final class Blob {

  /** Field elements of a blob. */
  public static final int ELEMENTS = 4_096;

  private static final int LOG_ELEMENTS = 12;
  private static final byte VERSION_KZG = 1;
  private static final int FIELD = 32;

  private static final BigInteger ROOT =
      BigInteger.valueOf(7)
          .modPow(
              KzgOpening.ORDER.subtract(BigInteger.ONE).shiftRight(LOG_ELEMENTS), KzgOpening.ORDER);

  private Blob() {}

  /** The versioned hash of a commitment: what transactions carry (EIP-4844). */
  public static Bytes versionedHash(Bytes commitment) {
    var hash = Digest.of(commitment).toBytes().toArray();
    hash[0] = VERSION_KZG;
    return Bytes.wrap(hash);
  }

  /**
   * The place at which the blob's polynomial has this element as its value: elements are in
   * bit-reversed order of the roots of unity.
   *
   * @param element from 0 to 4,095
   */
  public static Bytes place(int element) {
    if (element < 0 || element >= ELEMENTS) {
      throw new IllegalArgumentException("an element from 0 to 4095, not " + element);
    }
    int reversed = Integer.reverse(element) >>> (Integer.SIZE - LOG_ELEMENTS);
    var place = ROOT.modPow(BigInteger.valueOf(reversed), KzgOpening.ORDER).toByteArray();
    var fixed = new byte[FIELD];
    int length = Math.min(FIELD, place.length);
    System.arraycopy(place, place.length - length, fixed, FIELD - length, length);
    return Bytes.wrap(fixed);
  }
}
