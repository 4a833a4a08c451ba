package io.quorate.extension.bn254;

import java.math.BigInteger;

/** A point of G1 as (x / z², y / z³), so that adding needs no division; z is 0 at infinity. */
record Jacobian(BigInteger x, BigInteger y, BigInteger z) {

  static final Jacobian INFINITY = new Jacobian(BigInteger.ONE, BigInteger.ONE, BigInteger.ZERO);

  static Jacobian of(G1 point) {
    return point.isInfinity() ? INFINITY : new Jacobian(point.x(), point.y(), BigInteger.ONE);
  }

  boolean isInfinity() {
    return z.signum() == 0;
  }

  /** Explicit-Formulas Database, dbl-2009-l. */
  Jacobian twice() {
    if (isInfinity()) {
      return this;
    }
    var a = times(x, x);
    var b = times(y, y);
    var c = times(b, b);
    var shifted = x.add(b);
    var d = shifted.multiply(shifted).subtract(a).subtract(c).shiftLeft(1).mod(Bn254.P);
    var e = a.multiply(Bn254.THREE);
    var left = e.multiply(e).subtract(d.shiftLeft(1)).mod(Bn254.P);
    return new Jacobian(
        left,
        e.multiply(d.subtract(left)).subtract(c.shiftLeft(3)).mod(Bn254.P),
        y.multiply(z).shiftLeft(1).mod(Bn254.P));
  }

  Jacobian plus(Jacobian other) {
    if (isInfinity()) {
      return other;
    }
    if (other.isInfinity()) {
      return this;
    }
    var zz = times(z, z);
    var otherZz = times(other.z, other.z);
    var u = times(x, otherZz);
    var s = times(times(y, other.z), otherZz);
    var h = times(other.x, zz).subtract(u).mod(Bn254.P);
    var r = times(times(other.y, z), zz).subtract(s).mod(Bn254.P);
    if (h.signum() == 0) {
      return r.signum() == 0 ? twice() : INFINITY;
    }
    var hh = times(h, h);
    var hhh = times(h, hh);
    var v = times(u, hh);
    var left = r.multiply(r).subtract(hhh).subtract(v.shiftLeft(1)).mod(Bn254.P);
    return new Jacobian(
        left,
        r.multiply(v.subtract(left)).subtract(s.multiply(hhh)).mod(Bn254.P),
        times(times(z, other.z), h));
  }

  G1 affine() {
    if (isInfinity()) {
      return G1.INFINITY;
    }
    var inverse = z.modInverse(Bn254.P);
    var square = times(inverse, inverse);
    return new G1(times(x, square), times(times(y, square), inverse));
  }

  private static BigInteger times(BigInteger a, BigInteger b) {
    return a.multiply(b).mod(Bn254.P);
  }
}
