package io.quorate.extension.zk;

import io.quorate.extension.bn254.Bn254;
import java.math.BigInteger;

/** A number modulo the order of BN254's groups. */
record Fr(BigInteger value) {

  static final Fr ZERO = of(0);
  static final Fr ONE = of(1);

  /**
   * @throws IllegalArgumentException unless it is from 0 to the order less 1
   */
  Fr {
    if (value.signum() < 0 || value.compareTo(Bn254.R) >= 0) {
      throw new IllegalArgumentException("beyond the field");
    }
  }

  static Fr of(long value) {
    return reduced(BigInteger.valueOf(value));
  }

  static Fr reduced(BigInteger value) {
    return new Fr(value.mod(Bn254.R));
  }

  static Fr parse(String hex) {
    return new Fr(new BigInteger(hex, 16));
  }

  Fr plus(Fr other) {
    return reduced(value.add(other.value));
  }

  Fr plus(long other) {
    return plus(of(other));
  }

  Fr minus(Fr other) {
    return reduced(value.subtract(other.value));
  }

  Fr minus(long other) {
    return minus(of(other));
  }

  Fr times(Fr other) {
    return reduced(value.multiply(other.value));
  }

  Fr times(long other) {
    return times(of(other));
  }

  Fr square() {
    return times(this);
  }

  Fr negate() {
    return ZERO.minus(this);
  }

  Fr power(long exponent) {
    return new Fr(value.modPow(BigInteger.valueOf(exponent), Bn254.R));
  }

  /**
   * @throws ArithmeticException of zero
   */
  Fr inverse() {
    return new Fr(value.modInverse(Bn254.R));
  }
}
