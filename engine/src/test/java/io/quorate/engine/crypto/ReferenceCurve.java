package io.quorate.engine.crypto;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;

/**
 * edwards25519 as it stands in RFC 8032, section 5.1, and the accept rule, word for word and
 * slowly: what the fast code is compared with. It can also sign with parts of small order.
 */
final class ReferenceCurve {

  static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
  static final BigInteger L =
      BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
  static final BigInteger D =
      BigInteger.valueOf(-121_665).multiply(BigInteger.valueOf(121_666).modInverse(P)).mod(P);
  static final Point ZERO = new Point(BigInteger.ZERO, BigInteger.ONE);
  static final Point BASE = decode(Vectors.octets("58" + "66".repeat(31))).orElseThrow();

  /** Of order 8. */
  static final Point TORSION =
      decode(Vectors.octets("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"))
          .orElseThrow();

  private ReferenceCurve() {}

  record Point(BigInteger x, BigInteger y) {

    Point plus(Point that) {
      var xx = x.multiply(that.x);
      var yy = y.multiply(that.y);
      var dxxyy = D.multiply(xx).multiply(yy).mod(P);
      var cross = x.multiply(that.y).add(y.multiply(that.x));
      return new Point(
          cross.multiply(BigInteger.ONE.add(dxxyy).modInverse(P)).mod(P),
          yy.add(xx).multiply(BigInteger.ONE.subtract(dxxyy).modInverse(P)).mod(P));
    }

    Point times(BigInteger n) {
      var sum = ZERO;
      for (int i = n.bitLength() - 1; i >= 0; i--) {
        sum = sum.plus(sum);
        if (n.testBit(i)) {
          sum = sum.plus(this);
        }
      }
      return sum;
    }

    Point times(int n) {
      return times(BigInteger.valueOf(n));
    }

    byte[] encode() {
      return littleEndian(x.testBit(0) ? y.setBit(255) : y);
    }
  }

  /** By the rule of ZIP-215. */
  static Optional<Point> decode(byte[] octets) {
    var word = number(octets);
    var y = word.clearBit(255).mod(P);
    var yy = y.multiply(y);
    var v = D.multiply(yy).add(BigInteger.ONE);
    var xx = yy.subtract(BigInteger.ONE).multiply(v.modInverse(P)).mod(P);
    var x = xx.modPow(P.add(BigInteger.valueOf(3)).shiftRight(3), P);
    if (!x.multiply(x).mod(P).equals(xx)) {
      x = x.multiply(BigInteger.TWO.modPow(P.subtract(BigInteger.ONE).shiftRight(2), P)).mod(P);
    }
    if (!x.multiply(x).mod(P).equals(xx)) {
      return Optional.empty();
    }
    return Optional.of(new Point(x.testBit(0) == word.testBit(255) ? x : x.negate().mod(P), y));
  }

  static boolean accepts(byte[] key, byte[] message, byte[] signature) {
    var rOctets = Arrays.copyOf(signature, 32);
    var s = number(Arrays.copyOfRange(signature, 32, 64));
    var r = decode(rOctets);
    if (s.compareTo(L) >= 0 || r.isEmpty()) {
      return false;
    }
    var a = decode(key).orElseThrow();
    var k = challenge(rOctets, key, message);
    return BASE.times(s).times(8).equals(r.get().times(8).plus(a.times(k).times(8)));
  }

  static BigInteger challenge(byte[] r, byte[] key, byte[] message) {
    try {
      var sha512 = MessageDigest.getInstance("SHA-512");
      sha512.update(r);
      sha512.update(key);
      return number(sha512.digest(message)).mod(L);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** The signature with the octets of R given and S = r + k a. */
  static byte[] sign(byte[] rOctets, BigInteger r, byte[] key, BigInteger a, byte[] message) {
    var k = challenge(rOctets, key, message);
    return concat(rOctets, littleEndian(r.add(k.multiply(a)).mod(L)));
  }

  static BigInteger number(byte[] littleEndian) {
    var reversed = new byte[littleEndian.length];
    for (int i = 0; i < reversed.length; i++) {
      reversed[i] = littleEndian[reversed.length - 1 - i];
    }
    return new BigInteger(1, reversed);
  }

  static byte[] littleEndian(BigInteger number) {
    var octets = new byte[32];
    for (int i = 0; i < 32; i++) {
      octets[i] = number.shiftRight(8 * i).byteValue();
    }
    return octets;
  }

  static byte[] concat(byte[] first, byte[] second) {
    var both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
