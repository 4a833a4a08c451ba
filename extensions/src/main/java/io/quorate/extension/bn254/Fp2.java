package io.quorate.extension.bn254;

import java.math.BigInteger;

/** re + im·u in Fp[u]/(u² + 1); both below p. */
record Fp2(BigInteger re, BigInteger im) {

  static final Fp2 ZERO = of(0, 0);
  static final Fp2 ONE = of(1, 0);

  /** 9 + u, of which the extension to degree 12 takes the sixth root. */
  static final Fp2 XI = of(9, 1);

  private static final BigInteger P = Bn254.P;

  static Fp2 of(long re, long im) {
    return new Fp2(BigInteger.valueOf(re), BigInteger.valueOf(im));
  }

  static Fp2 of(BigInteger re) {
    return new Fp2(re, BigInteger.ZERO);
  }

  Fp2 plus(Fp2 other) {
    return new Fp2(re.add(other.re).mod(P), im.add(other.im).mod(P));
  }

  Fp2 minus(Fp2 other) {
    return new Fp2(re.subtract(other.re).mod(P), im.subtract(other.im).mod(P));
  }

  Fp2 negate() {
    return ZERO.minus(this);
  }

  /** Karatsuba: three multiplications instead of four. */
  Fp2 times(Fp2 other) {
    var first = re.multiply(other.re);
    var second = im.multiply(other.im);
    var cross = re.add(im).multiply(other.re.add(other.im));
    return new Fp2(first.subtract(second).mod(P), cross.subtract(first).subtract(second).mod(P));
  }

  Fp2 times(BigInteger scalar) {
    return new Fp2(re.multiply(scalar).mod(P), im.multiply(scalar).mod(P));
  }

  Fp2 square() {
    return times(this);
  }

  Fp2 conjugate() {
    return new Fp2(re, P.subtract(im).mod(P));
  }

  /**
   * @throws ArithmeticException of zero
   */
  Fp2 inverse() {
    var norm = re.multiply(re).add(im.multiply(im)).modInverse(P);
    return conjugate().times(norm);
  }

  Fp2 power(BigInteger exponent) {
    var result = ONE;
    for (int i = exponent.bitLength() - 1; i >= 0; i--) {
      result = result.square();
      if (exponent.testBit(i)) {
        result = result.times(this);
      }
    }
    return result;
  }

  boolean isZero() {
    return re.signum() == 0 && im.signum() == 0;
  }
}
