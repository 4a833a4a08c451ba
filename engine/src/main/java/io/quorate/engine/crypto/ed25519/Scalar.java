package io.quorate.engine.crypto.ed25519;

import java.util.Arrays;

/**
 * A mutable integer that stands for its residue modulo L, the prime order of the base point (RFC
 * 8032, section 5.1: L = 2^252 + 27742317777372353535851937790883648493).
 *
 * <p>Twenty signed limbs of radix 2^28, of which nine are 252 bits: to reduce, what lies above
 * 2^252 is multiplied by c = L - 2^252 and subtracted, four times over. {@link #addProduct} leaves
 * sums unreduced; {@link #reduce} brings them into [0, L). Time depends on the values: for public
 * data only, never for a secret.
 */
final class Scalar {

  /** Room for the digits of {@link #digits}, zero above the last. */
  static final int MAX_DIGITS = 256;

  private static final int RADIX = 28;
  private static final long MASK = (1L << RADIX) - 1;
  private static final int LIMBS = 20;
  private static final int FOLD = 9;
  private static final long[] C = {0xcf5d3edL, 0x12631a5L, 0x79cd658L, 0xf9dea2fL, 0x14deL};
  private static final long[] L_WORDS = {
    0x5812631a5cf5d3edL, 0x14def9dea2f79cd6L, 0, 0x1000000000000000L
  };

  private final long[] limbs = new long[LIMBS];

  /** Whether 32 octets, little endian, are below L (RFC 8032, section 5.1.7, step 1). */
  static boolean isReduced(byte[] octets, int at) {
    for (int i = 3; i >= 0; i--) {
      int order =
          Long.compareUnsigned(LittleEndian.littleEndianLong(octets, at + 8 * i), L_WORDS[i]);
      if (order != 0) {
        return order < 0;
      }
    }
    return false;
  }

  void setZero() {
    Arrays.fill(limbs, 0);
  }

  void set(Scalar other) {
    System.arraycopy(other.limbs, 0, limbs, 0, LIMBS);
  }

  /** Reads at most 64 octets, little endian, and does not reduce them. */
  void decode(byte[] octets, int at, int length) {
    setZero();
    int end = at + length;
    for (int i = 0, bit = 0; bit < 8 * length; i++, bit += RADIX) {
      long window = 0;
      for (int j = Math.min(at + bit / 8 + 4, end) - 1; j >= at + bit / 8; j--) {
        window = window << 8 | (octets[j] & 0xff);
      }
      limbs[i] = window >>> bit % 8 & MASK;
    }
  }

  /** The 32 octets of a reduced scalar, little endian. */
  byte[] encode() {
    var octets = new byte[32];
    for (int i = 0; i < 4; i++) {
      LittleEndian.putLittleEndianLong(octets, 8 * i, word(i));
    }
    return octets;
  }

  /**
   * Adds a product without reducing it. The first factor is below 2^140 and the second below 2^280,
   * so 2^111 sums of products have room.
   */
  void addProduct(Scalar shorter, Scalar other) {
    for (int i = 0; i < 5; i++) {
      long factor = shorter.limbs[i];
      for (int j = 0; j < 10; j++) {
        limbs[i + j] += factor * other.limbs[j];
      }
    }
    carry();
  }

  /** Becomes L minus itself, reduced; it must have been reduced. */
  void negate() {
    for (int i = 0; i < LIMBS; i++) {
      limbs[i] = -limbs[i];
    }
    carry();
    reduce();
  }

  /** Brings a value of at most 532 bits, in carried limbs, into [0, L). */
  void reduce() {
    for (int round = 0; round < 4; round++) {
      fold();
      carry();
    }
    if (limbs[LIMBS - 1] < 0) {
      for (int i = 0; i < C.length; i++) {
        limbs[i] += C[i];
      }
      limbs[FOLD] += 1;
      carry();
    }
  }

  /**
   * x = high * 2^252 + low becomes low - high * c. Upwards, so that a high limb is taken before any
   * product falls on it; each sum has at most five products.
   */
  private void fold() {
    for (int i = FOLD; i < LIMBS; i++) {
      long high = limbs[i];
      limbs[i] = 0;
      for (int j = 0; j < C.length; j++) {
        limbs[i - FOLD + j] -= high * C[j];
      }
    }
  }

  /** Brings all limbs but the last into [0, 2^28); the last has the sign. */
  private void carry() {
    for (int i = 0; i < LIMBS - 1; i++) {
      limbs[i + 1] += limbs[i] >> RADIX;
      limbs[i] &= MASK;
    }
  }

  /**
   * Writes the width-w non-adjacent form of a reduced scalar: the digits are 0 or odd, less than
   * 2^(w-1) in magnitude, and of any w in a row at most one is not 0. Widths up to 8.
   */
  void digits(int width, byte[] digits) {
    Arrays.fill(digits, (byte) 0);
    long w0 = word(0), w1 = word(1), w2 = word(2), w3 = word(3);
    long carry = 0;
    int at = 0;
    while (at < MAX_DIGITS) {
      long low = at < 64 ? w0 : at < 128 ? w1 : at < 192 ? w2 : w3;
      long high = at < 64 ? w1 : at < 128 ? w2 : at < 192 ? w3 : 0;
      int shift = at & 63;
      long bits = low >>> shift | high << 1 << (63 - shift);
      long window = (bits & (1L << width) - 1) + carry;
      if ((window & 1) == 0) {
        at++;
        continue;
      }
      carry = window >> (width - 1);
      digits[at] = (byte) (window - (carry << width));
      at += width;
    }
  }

  /** Bits 64 i to 64 i + 63 of a reduced scalar. */
  private long word(int i) {
    int first = 64 * i / RADIX;
    int skip = 64 * i % RADIX;
    long word = limbs[first] >>> skip;
    for (int j = first + 1, bit = RADIX - skip; bit < 64; j++, bit += RADIX) {
      word |= limbs[j] << bit;
    }
    return word;
  }
}
