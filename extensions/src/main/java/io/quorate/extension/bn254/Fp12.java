package io.quorate.extension.bn254;

import java.math.BigInteger;
import java.util.Arrays;

/** A polynomial in w of degree five at most, over {@link Fp2}, where w⁶ = ξ. */
final class Fp12 {

  static final Fp12 ONE = new Fp12(Fp2.ONE, Fp2.ZERO, Fp2.ZERO, Fp2.ZERO, Fp2.ZERO, Fp2.ZERO);

  private static final int DEGREE = 6;

  /** What w^i is multiplied with by raising to p². */
  private static final Fp2 FROBENIUS_2 =
      Fp2.XI.power(Bn254.P.pow(2).subtract(BigInteger.ONE).divide(BigInteger.valueOf(DEGREE)));

  private final Fp2[] c;

  Fp12(Fp2... coefficients) {
    this.c = coefficients;
  }

  Fp12 times(Fp12 other) {
    var product = new Fp2[2 * DEGREE - 1];
    Arrays.fill(product, Fp2.ZERO);
    for (int i = 0; i < DEGREE; i++) {
      for (int j = 0; j < DEGREE; j++) {
        if (!c[i].isZero() && !other.c[j].isZero()) {
          product[i + j] = product[i + j].plus(c[i].times(other.c[j]));
        }
      }
    }
    var reduced = Arrays.copyOf(product, DEGREE);
    for (int i = DEGREE; i < product.length; i++) {
      reduced[i - DEGREE] = reduced[i - DEGREE].plus(product[i].times(Fp2.XI));
    }
    return new Fp12(reduced);
  }

  /** Raised to p⁶. */
  Fp12 conjugate() {
    var other = c.clone();
    for (int i = 1; i < DEGREE; i += 2) {
      other[i] = other[i].negate();
    }
    return new Fp12(other);
  }

  /** Raised to p². */
  Fp12 frobenius2() {
    var other = new Fp2[DEGREE];
    var factor = Fp2.ONE;
    for (int i = 0; i < DEGREE; i++) {
      other[i] = c[i].times(factor);
      factor = factor.times(FROBENIUS_2);
    }
    return new Fp12(other);
  }

  /**
   * This times its conjugate has even powers of w only; such a number is inverted by its adjugate.
   *
   * @throws ArithmeticException of zero
   */
  Fp12 inverse() {
    var norm = times(conjugate());
    var x = norm.c[0];
    var y = norm.c[2];
    var z = norm.c[4];
    var first = x.square().minus(Fp2.XI.times(y.times(z)));
    var second = Fp2.XI.times(z.square()).minus(x.times(y));
    var third = y.square().minus(x.times(z));
    var sum = z.times(second).plus(y.times(third));
    var scale = x.times(first).plus(Fp2.XI.times(sum)).inverse();
    return conjugate()
        .times(
            new Fp12(
                first.times(scale),
                Fp2.ZERO,
                second.times(scale),
                Fp2.ZERO,
                third.times(scale),
                Fp2.ZERO));
  }

  Fp12 power(BigInteger exponent) {
    var result = ONE;
    for (int i = exponent.bitLength() - 1; i >= 0; i--) {
      result = result.times(result);
      if (exponent.testBit(i)) {
        result = result.times(this);
      }
    }
    return result;
  }

  boolean isOne() {
    return Arrays.equals(c, ONE.c);
  }
}
