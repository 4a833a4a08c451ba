package io.quorate.engine.crypto.ed25519;

/**
 * A running sum of points in extended coordinates: x = X/Z, y = Y/Z, xy = T/Z (Hisil, Wong, Carter
 * and Dawson, "Twisted Edwards curves revisited", Asiacrypt 2008, sections 3.1 and 3.3). The
 * formulas are complete: they hold for all points, those of small order included.
 *
 * <p>An operation ends in the factors E, F, G, H of X = EF, Y = GH, Z = FG, T = EH; the next one
 * multiplies out only those it reads, so a doubling after an operation saves T.
 */
final class Accumulator {

  /** Longs of an entry with Z = 1: y + x, y - x, 2dxy. */
  static final int AFFINE_ENTRY = 15;

  /** Longs of any entry: Y + X, Y - X, 2dT, Z. */
  static final int PROJECTIVE_ENTRY = 20;

  private final FieldElement x = new FieldElement();
  private final FieldElement y = new FieldElement();
  private final FieldElement z = new FieldElement();
  private final FieldElement t = new FieldElement();
  private final FieldElement e = new FieldElement();
  private final FieldElement f = new FieldElement();
  private final FieldElement g = new FieldElement();
  private final FieldElement h = new FieldElement();
  private final FieldElement a = new FieldElement();
  private final FieldElement b = new FieldElement();
  private final FieldElement c = new FieldElement();
  private final FieldElement operand = new FieldElement();
  private boolean inFactors;

  void setIdentity() {
    x.set(0);
    y.set(1);
    z.set(1);
    t.set(0);
    inFactors = false;
  }

  void set(CurvePoint point) {
    x.set(point.x);
    y.set(point.y);
    z.set(1);
    t.product(point.x, point.y);
    inFactors = false;
  }

  void set(Accumulator other) {
    other.multiplyOut(true);
    x.set(other.x);
    y.set(other.y);
    z.set(other.z);
    t.set(other.t);
    inFactors = false;
  }

  /** Doubles the sum. E, F, G and H are those of the paper, all four negated. */
  void twice() {
    multiplyOut(false);
    a.square(x);
    b.square(y);
    c.square(z);
    e.sum(x, y);
    e.square(e);
    h.sum(a, b);
    e.difference(h, e);
    g.difference(a, b);
    c.sum(c, c);
    f.sum(c, g);
    inFactors = true;
  }

  /** Adds, or subtracts, the point of an entry whose Z is 1. */
  void addAffine(long[] table, int at, boolean minus) {
    multiplyOut(true);
    c.sum(z, z);
    addEntry(table, at, minus);
  }

  /** Adds, or subtracts, the point of an entry. */
  void addProjective(long[] table, int at, boolean minus) {
    multiplyOut(true);
    operand.load(table, at + AFFINE_ENTRY);
    c.product(z, operand);
    c.sum(c, c);
    addEntry(table, at, minus);
  }

  /** Adds a point whose x and y are known. */
  void add(CurvePoint point) {
    var entry = new long[AFFINE_ENTRY];
    storeAffine(point.x, point.y, entry, 0);
    addAffine(entry, 0, false);
  }

  /** Goes on from c = 2 Z Z'. A negative point has y + x and y - x exchanged and T negated. */
  private void addEntry(long[] table, int at, boolean minus) {
    operand.load(table, minus ? at : at + 5);
    a.difference(y, x);
    a.product(a, operand);
    operand.load(table, minus ? at + 5 : at);
    b.sum(y, x);
    b.product(b, operand);
    e.difference(b, a);
    h.sum(b, a);
    operand.load(table, at + 10);
    a.product(t, operand);
    if (minus) {
      f.sum(c, a);
      g.difference(c, a);
    } else {
      f.difference(c, a);
      g.sum(c, a);
    }
    inFactors = true;
  }

  private void multiplyOut(boolean withT) {
    if (!inFactors) {
      return;
    }
    x.product(e, f);
    y.product(g, h);
    z.product(f, g);
    if (withT) {
      t.product(e, h);
      inFactors = false;
    }
  }

  /** Writes the sum as an entry for {@link #addProjective}. */
  void storeProjective(long[] table, int at) {
    multiplyOut(true);
    a.sum(y, x);
    a.store(table, at);
    a.difference(y, x);
    a.store(table, at + 5);
    a.product(t, CurvePoint.TWICE_D);
    a.store(table, at + 10);
    z.store(table, at + AFFINE_ENTRY);
  }

  /** Writes a point as an entry for {@link #addAffine}. */
  static void storeAffine(FieldElement x, FieldElement y, long[] table, int at) {
    var value = new FieldElement();
    value.sum(y, x);
    value.store(table, at);
    value.difference(y, x);
    value.store(table, at + 5);
    value.product(x, y);
    value.product(value, CurvePoint.TWICE_D);
    value.store(table, at + 10);
  }

  /** X, Y and Z of the sum. */
  FieldElement[] coordinates() {
    multiplyOut(true);
    return new FieldElement[] {
      FieldElement.copyOf(x), FieldElement.copyOf(y), FieldElement.copyOf(z)
    };
  }

  /** Whether 8 times the sum is the identity (0, 1). Changes the sum. */
  boolean isOfSmallOrder() {
    twice();
    twice();
    twice();
    multiplyOut(false);
    return x.isZero() && y.isSameAs(z);
  }
}
