package io.quorate.extension.bn254;

import io.quorate.engine.model.Bytes;
import java.math.BigInteger;

/** A point of the twist y² = x³ + 3/ξ over the field of degree two; never infinity. */
public final class G2 {

  /** Bytes of a point: real and imaginary part of x, then of y, big endian. */
  public static final int LENGTH = 4 * Bn254.LENGTH;

  public static final G2 GENERATOR =
      new G2(
          new Fp2(
              new BigInteger(
                  "1800deef121f1e76426a00665e5c4479674322d4f75edadd46debd5cd992f6ed", 16),
              new BigInteger(
                  "198e9393920d483a7260bfb731fb5d25f1aa493335a9e71297e485b7aef312c2", 16)),
          new Fp2(
              new BigInteger(
                  "12c85ea5db8c6deb4aab71808dcb408fe3d1e7690c43d37b4ce6cc0166fa7daa", 16),
              new BigInteger(
                  "90689d0585ff075ec9e99ad690c3395bc4b313370b38ef355acdadcd122975b", 16)));

  private static final Fp2 B = Fp2.XI.inverse().times(Bn254.THREE);

  private final Fp2 x;
  private final Fp2 y;

  G2(Fp2 x, Fp2 y) {
    this.x = x;
    this.y = y;
  }

  /**
   * Reads {@value #LENGTH} bytes.
   *
   * @throws IllegalArgumentException unless it is a point of the group
   */
  public static G2 of(Bytes bytes) {
    if (bytes.length() != LENGTH) {
      throw new IllegalArgumentException("a point of G2 has 128 bytes, not " + bytes.length());
    }
    var parts = new BigInteger[4];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = new BigInteger(1, bytes.toArray(), Bn254.LENGTH * i, Bn254.LENGTH);
      if (parts[i].compareTo(Bn254.P) >= 0) {
        throw new IllegalArgumentException("a coordinate beyond the field");
      }
    }
    var point = new G2(new Fp2(parts[0], parts[1]), new Fp2(parts[2], parts[3]));
    if (!point.y.square().minus(point.x.square().times(point.x)).equals(B)) {
      throw new IllegalArgumentException("no point of the twist");
    }
    if (!point.isInGroup()) {
      throw new IllegalArgumentException("a point outside of the group");
    }
    return point;
  }

  Fp2 x() {
    return x;
  }

  Fp2 y() {
    return y;
  }

  G2 negate() {
    return new G2(x, y.negate());
  }

  /** Slope of the line through both, or of the tangent. */
  Fp2 slope(G2 other) {
    return x.equals(other.x) && y.equals(other.y)
        ? x.square().times(Bn254.THREE).times(y.times(Bn254.TWO).inverse())
        : other.y.minus(y).times(other.x.minus(x).inverse());
  }

  /** The third point on a line of this slope, mirrored: the sum. */
  G2 plus(G2 other, Fp2 slope) {
    var sumX = slope.square().minus(x).minus(other.x);
    return new G2(sumX, slope.times(x.minus(sumX)).minus(y));
  }

  /** Whether (r - 1) times this is its negative. */
  private boolean isInGroup() {
    var order = Bn254.R.subtract(BigInteger.ONE);
    var sum = this;
    try {
      for (int i = order.bitLength() - 2; i >= 0; i--) {
        sum = sum.plus(sum, sum.slope(sum));
        if (order.testBit(i)) {
          sum = sum.plus(this, sum.slope(this));
        }
      }
    } catch (ArithmeticException e) {
      return false; // it came to infinity before its time
    }
    return sum.x.equals(x) && sum.y.equals(y.negate());
  }
}
