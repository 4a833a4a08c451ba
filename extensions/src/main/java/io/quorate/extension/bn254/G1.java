package io.quorate.extension.bn254;

import io.quorate.engine.model.Bytes;
import java.math.BigInteger;
import java.util.List;

/** A point of y² = x³ + 3, all of which are in the group; (0, 0) stands for infinity. */
public record G1(BigInteger x, BigInteger y) {

  public static final G1 INFINITY = new G1(BigInteger.ZERO, BigInteger.ZERO);
  public static final G1 GENERATOR = new G1(BigInteger.ONE, BigInteger.TWO);

  /** Bytes of a point: x and y, big endian. */
  public static final int LENGTH = 2 * Bn254.LENGTH;

  private static final int WINDOW = 4;

  /**
   * @throws IllegalArgumentException unless it is infinity or on the curve, with both below p
   */
  public G1 {
    boolean isInfinity = x.signum() == 0 && y.signum() == 0;
    boolean inField = isInField(x) && isInField(y);
    if (!inField || !(isInfinity || isOnCurve(x, y))) {
      throw new IllegalArgumentException("no point of the curve");
    }
  }

  /** Reads {@value #LENGTH} bytes. */
  public static G1 of(Bytes bytes) {
    var all = bytes.toArray();
    return new G1(
        new BigInteger(1, all, 0, Bn254.LENGTH),
        new BigInteger(1, all, Bn254.LENGTH, Bn254.LENGTH));
  }

  public boolean isInfinity() {
    return y.signum() == 0;
  }

  public G1 negate() {
    return isInfinity() ? this : new G1(x, Bn254.P.subtract(y));
  }

  /**
   * The sum of points, each times its scalar. All share the doublings (Straus, AMM 1964).
   *
   * @param scalars as many, from 0 to R - 1
   */
  public static G1 sum(List<G1> points, List<BigInteger> scalars) {
    var tables = points.stream().map(G1::multiples).toList();
    var sum = Jacobian.INFINITY;
    for (int bit = 256 - WINDOW; bit >= 0; bit -= WINDOW) {
      for (int i = 0; i < WINDOW; i++) {
        sum = sum.twice();
      }
      for (int i = 0; i < points.size(); i++) {
        int digit = scalars.get(i).shiftRight(bit).intValue() & ((1 << WINDOW) - 1);
        sum = sum.plus(tables.get(i)[digit]);
      }
    }
    return sum.affine();
  }

  private static Jacobian[] multiples(G1 point) {
    var all = new Jacobian[1 << WINDOW];
    all[0] = Jacobian.INFINITY;
    var one = Jacobian.of(point);
    for (int i = 1; i < all.length; i++) {
      all[i] = all[i - 1].plus(one);
    }
    return all;
  }

  private static boolean isInField(BigInteger value) {
    return value.signum() >= 0 && value.compareTo(Bn254.P) < 0;
  }

  private static boolean isOnCurve(BigInteger x, BigInteger y) {
    var right = x.multiply(x).multiply(x).add(Bn254.THREE);
    return y.multiply(y).subtract(right).mod(Bn254.P).signum() == 0;
  }
}
