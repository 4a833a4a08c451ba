package io.quorate.engine.crypto.ed25519;

/**
 * A mutable number modulo p = 2^255 - 19, as five signed limbs of radix 2^51.
 *
 * <p>Products leave limbs of at most 51 bits and a little; {@link #sum} and {@link #difference} do
 * not carry. A factor's limbs must stay below 2^53 in magnitude, which allows two sums or
 * differences in a row between products and no more; every formula of {@link Accumulator} keeps to
 * that. Time depends on the values: for public data only, never for a secret.
 *
 * <p>A column of a product is kept as 2^60 * high + low. The high part is the sum of {@code
 * multiplyHigh(16 a, b)}, that is of each product's floor(ab / 2^60); the low part is what the sum
 * of the products modulo 2^64 leaves over, at most five times 2^60. Thus no addition needs a carry
 * out of 64 bits, which Java cannot see cheaply.
 */
final class FieldElement {

  private static final long MASK = (1L << 51) - 1;

  private long l0;
  private long l1;
  private long l2;
  private long l3;
  private long l4;

  static FieldElement of(long small) {
    var e = new FieldElement();
    e.l0 = small;
    return e;
  }

  static FieldElement copyOf(FieldElement other) {
    var e = new FieldElement();
    e.set(other);
    return e;
  }

  void set(FieldElement a) {
    l0 = a.l0;
    l1 = a.l1;
    l2 = a.l2;
    l3 = a.l3;
    l4 = a.l4;
  }

  void set(long small) {
    l0 = small;
    l1 = 0;
    l2 = 0;
    l3 = 0;
    l4 = 0;
  }

  /** Takes the five limbs that {@link #store} put at an offset of a table. */
  void load(long[] table, int at) {
    l4 = table[at + 4];
    l0 = table[at];
    l1 = table[at + 1];
    l2 = table[at + 2];
    l3 = table[at + 3];
  }

  void store(long[] table, int at) {
    table[at + 4] = l4;
    table[at] = l0;
    table[at + 1] = l1;
    table[at + 2] = l2;
    table[at + 3] = l3;
  }

  /**
   * Reads 32 octets, little endian; the top bit is not looked at and the value may be p or above.
   */
  void decode(byte[] octets, int at) {
    long w0 = LittleEndian.littleEndianLong(octets, at);
    long w1 = LittleEndian.littleEndianLong(octets, at + 8);
    long w2 = LittleEndian.littleEndianLong(octets, at + 16);
    long w3 = LittleEndian.littleEndianLong(octets, at + 24);
    l0 = w0 & MASK;
    l1 = (w0 >>> 51 | w1 << 13) & MASK;
    l2 = (w1 >>> 38 | w2 << 26) & MASK;
    l3 = (w2 >>> 25 | w3 << 39) & MASK;
    l4 = w3 >>> 12 & MASK;
  }

  /** The 32 octets of the value in [0, p), little endian. */
  byte[] encode() {
    var e = copyOf(this);
    e.freeze();
    var octets = new byte[32];
    LittleEndian.putLittleEndianLong(octets, 0, e.l0 | e.l1 << 51);
    LittleEndian.putLittleEndianLong(octets, 8, e.l1 >>> 13 | e.l2 << 38);
    LittleEndian.putLittleEndianLong(octets, 16, e.l2 >>> 26 | e.l3 << 25);
    LittleEndian.putLittleEndianLong(octets, 24, e.l3 >>> 39 | e.l4 << 12);
    return octets;
  }

  void sum(FieldElement a, FieldElement b) {
    l0 = a.l0 + b.l0;
    l1 = a.l1 + b.l1;
    l2 = a.l2 + b.l2;
    l3 = a.l3 + b.l3;
    l4 = a.l4 + b.l4;
  }

  void difference(FieldElement a, FieldElement b) {
    l0 = a.l0 - b.l0;
    l1 = a.l1 - b.l1;
    l2 = a.l2 - b.l2;
    l3 = a.l3 - b.l3;
    l4 = a.l4 - b.l4;
  }

  void negate() {
    l0 = -l0;
    l1 = -l1;
    l2 = -l2;
    l3 = -l3;
    l4 = -l4;
  }

  void product(FieldElement a, FieldElement b) {
    long a0 = a.l0, a1 = a.l1, a2 = a.l2, a3 = a.l3, a4 = a.l4;
    long b0 = b.l0, b1 = b.l1, b2 = b.l2, b3 = b.l3, b4 = b.l4;
    long c1 = 19 * b1, c2 = 19 * b2, c3 = 19 * b3, c4 = 19 * b4; // 2^255 = 19
    long t0 = a0 << 4, t1 = a1 << 4, t2 = a2 << 4, t3 = a3 << 4, t4 = a4 << 4;
    long h0 = high(t0, b0) + high(t1, c4) + high(t2, c3) + high(t3, c2) + high(t4, c1);
    long h1 = high(t0, b1) + high(t1, b0) + high(t2, c4) + high(t3, c3) + high(t4, c2);
    long h2 = high(t0, b2) + high(t1, b1) + high(t2, b0) + high(t3, c4) + high(t4, c3);
    long h3 = high(t0, b3) + high(t1, b2) + high(t2, b1) + high(t3, b0) + high(t4, c4);
    long h4 = high(t0, b4) + high(t1, b3) + high(t2, b2) + high(t3, b1) + high(t4, b0);
    long s0 = a0 * b0 + a1 * c4 + a2 * c3 + a3 * c2 + a4 * c1 - (h0 << 60);
    long s1 = a0 * b1 + a1 * b0 + a2 * c4 + a3 * c3 + a4 * c2 - (h1 << 60);
    long s2 = a0 * b2 + a1 * b1 + a2 * b0 + a3 * c4 + a4 * c3 - (h2 << 60);
    long s3 = a0 * b3 + a1 * b2 + a2 * b1 + a3 * b0 + a4 * c4 - (h3 << 60);
    long s4 = a0 * b4 + a1 * b3 + a2 * b2 + a3 * b1 + a4 * b0 - (h4 << 60);
    a0 = (s0 & MASK) + 19 * ((h4 << 9) + (s4 >>> 51));
    a1 = (s1 & MASK) + (h0 << 9) + (s0 >>> 51);
    a2 = (s2 & MASK) + (h1 << 9) + (s1 >>> 51);
    a3 = (s3 & MASK) + (h2 << 9) + (s2 >>> 51);
    a4 = (s4 & MASK) + (h3 << 9) + (s3 >>> 51);
    l0 = (a0 & MASK) + 19 * (a4 >> 51); // one step of all carries at once
    l1 = (a1 & MASK) + (a0 >> 51);
    l2 = (a2 & MASK) + (a1 >> 51);
    l3 = (a3 & MASK) + (a2 >> 51);
    l4 = (a4 & MASK) + (a3 >> 51);
  }

  void square(FieldElement a) {
    squareTimes(a, 1);
  }

  /** Becomes a^(2^times). */
  void squareTimes(FieldElement a, int times) {
    set(a);
    for (int i = 0; i < times; i++) {
      long a0 = l0, a1 = l1, a2 = l2, a3 = l3, a4 = l4;
      long c3 = 19 * a3, c4 = 19 * a4;
      long d0 = 2 * a0, d1 = 2 * a1, d2 = 2 * a2, d3 = 2 * a3;
      long t0 = d0 << 4, t1 = d1 << 4, t3 = c3 << 4, t4 = c4 << 4;
      long h0 = high(a0 << 4, a0) + high(t1, c4) + high(d2, t3);
      long h1 = high(t0, a1) + high(d2, t4) + high(a3, t3);
      long h2 = high(t0, a2) + high(a1 << 4, a1) + high(d3, t4);
      long h3 = high(t0, a3) + high(t1, a2) + high(a4, t4);
      long h4 = high(t0, a4) + high(t1, a3) + high(a2 << 4, a2);
      long s0 = a0 * a0 + d1 * c4 + d2 * c3 - (h0 << 60);
      long s1 = d0 * a1 + d2 * c4 + a3 * c3 - (h1 << 60);
      long s2 = d0 * a2 + a1 * a1 + d3 * c4 - (h2 << 60);
      long s3 = d0 * a3 + d1 * a2 + a4 * c4 - (h3 << 60);
      long s4 = d0 * a4 + d1 * a3 + a2 * a2 - (h4 << 60);
      a0 = (s0 & MASK) + 19 * ((h4 << 9) + (s4 >>> 51));
      a1 = (s1 & MASK) + (h0 << 9) + (s0 >>> 51);
      a2 = (s2 & MASK) + (h1 << 9) + (s1 >>> 51);
      a3 = (s3 & MASK) + (h2 << 9) + (s2 >>> 51);
      a4 = (s4 & MASK) + (h3 << 9) + (s3 >>> 51);
      l0 = (a0 & MASK) + 19 * (a4 >> 51);
      l1 = (a1 & MASK) + (a0 >> 51);
      l2 = (a2 & MASK) + (a1 >> 51);
      l3 = (a3 & MASK) + (a2 >> 51);
      l4 = (a4 & MASK) + (a3 >> 51);
    }
  }

  private static long high(long x, long y) {
    return Math.multiplyHigh(x, y);
  }

  /** Becomes a^(p - 2), the inverse of a, or 0 of 0. */
  void inverse(FieldElement a) {
    var cube = copyOf(a);
    cube.square(a);
    cube.product(cube, a);
    var run = new FieldElement();
    run.powerOfSquareRoot(a); // 2^252 - 3, and p - 2 = 8 (2^252 - 3) + 3
    run.squareTimes(run, 3);
    product(run, cube);
  }

  /** Becomes a^((p - 5) / 8) = a^(2^252 - 3). */
  void powerOfSquareRoot(FieldElement a) {
    var base = copyOf(a);
    var run = copyOf(a); // a^(2^n - 1), with n doubled or one more in each step
    var next = new FieldElement();
    next.doubleRun(run, 1); // n = 2
    run.set(next);
    next.doubleRun(run, 2); // 4
    run.set(next);
    next.square(run);
    next.product(next, base); // 5
    var five = copyOf(next);
    run.doubleRun(five, 5); // 10
    var ten = copyOf(run);
    next.doubleRun(ten, 10); // 20
    run.doubleRun(next, 20); // 40
    run.squareTimes(run, 10);
    run.product(run, ten); // 50
    var fifty = copyOf(run);
    next.doubleRun(fifty, 50); // 100
    run.doubleRun(next, 100); // 200
    run.squareTimes(run, 50);
    run.product(run, fifty); // 250
    run.squareTimes(run, 2);
    product(run, base);
  }

  /** Becomes a^(2^2n - 1) when run is a^(2^n - 1). */
  private void doubleRun(FieldElement run, int n) {
    squareTimes(run, n);
    product(this, run);
  }

  boolean isZero() {
    var e = copyOf(this);
    e.freeze();
    return (e.l0 | e.l1 | e.l2 | e.l3 | e.l4) == 0;
  }

  boolean isSameAs(FieldElement other) {
    var e = new FieldElement();
    e.difference(this, other);
    return e.isZero();
  }

  /** Whether the value in [0, p) is odd: the sign of an x coordinate (RFC 8032, section 5.1.2). */
  boolean isOdd() {
    var e = copyOf(this);
    e.freeze();
    return (e.l0 & 1) == 1;
  }

  /** Brings the value into [0, p) and every limb into [0, 2^51). */
  private void freeze() {
    carryChain();
    carryChain();
    carryChain(); // now in [0, 2^255), the last chain's wrap included
    long above = (l0 + 19) >> 51;
    above = (l1 + above) >> 51;
    above = (l2 + above) >> 51;
    above = (l3 + above) >> 51;
    above = (l4 + above) >> 51; // 1 when the value is p or more
    l0 += 19 * above;
    l1 += l0 >> 51;
    l0 &= MASK;
    l2 += l1 >> 51;
    l1 &= MASK;
    l3 += l2 >> 51;
    l2 &= MASK;
    l4 += l3 >> 51;
    l3 &= MASK;
    l4 &= MASK;
  }

  private void carryChain() {
    l1 += l0 >> 51;
    l0 &= MASK;
    l2 += l1 >> 51;
    l1 &= MASK;
    l3 += l2 >> 51;
    l2 &= MASK;
    l4 += l3 >> 51;
    l3 &= MASK;
    l0 += 19 * (l4 >> 51);
    l4 &= MASK;
  }
}
