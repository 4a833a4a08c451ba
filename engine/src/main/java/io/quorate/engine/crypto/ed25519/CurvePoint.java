package io.quorate.engine.crypto.ed25519;

/**
 * A mutable point of edwards25519, -x^2 + y^2 = 1 + d x^2 y^2, in affine coordinates (RFC 8032,
 * section 5.1).
 */
final class CurvePoint {

  /** d = -121665 / 121666. */
  static final FieldElement D = d();

  static final FieldElement TWICE_D = twice(D);

  private static final FieldElement SQUARE_ROOT_OF_MINUS_ONE = squareRootOfMinusOne();
  private static final FieldElement ONE = FieldElement.of(1);

  final FieldElement x = new FieldElement();
  final FieldElement y = new FieldElement();

  /** The base point B: y = 4/5 and x even. */
  static CurvePoint base() {
    var y = FieldElement.of(5);
    y.inverse(y);
    y.product(y, FieldElement.of(4));
    var point = new CurvePoint();
    if (!point.decode(y.encode(), 0)) {
      throw new IllegalStateException("the base point is not on the curve");
    }
    return point;
  }

  /**
   * Reads 32 octets by the rule of ZIP-215: the low 255 bits are y, taken modulo p even if they are
   * p or more; the top bit chooses the odd x, and chooses nothing where x = 0. False, and the point
   * is undefined, when no x goes with that y.
   */
  boolean decode(byte[] octets, int at) {
    y.decode(octets, at);
    var u = new FieldElement();
    var v = new FieldElement();
    v.square(y);
    u.difference(v, ONE);
    v.product(v, D);
    v.sum(v, ONE);
    if (!squareRootOfRatio(u, v)) {
      return false;
    }
    boolean odd = octets[at + 31] < 0;
    if (x.isOdd() != odd) {
      x.negate();
    }
    return true;
  }

  /** RFC 8032, section 5.1.3, step 2 and 3: x = u v^3 (u v^7)^((p-5)/8), or that by sqrt(-1). */
  private boolean squareRootOfRatio(FieldElement u, FieldElement v) {
    var uv3 = new FieldElement();
    uv3.square(v);
    uv3.product(uv3, v);
    x.square(uv3);
    x.product(x, v);
    x.product(x, u);
    uv3.product(uv3, u);
    x.powerOfSquareRoot(x);
    x.product(x, uv3);
    var check = new FieldElement();
    check.square(x);
    check.product(check, v);
    if (check.isSameAs(u)) {
      return true;
    }
    check.negate();
    x.product(x, SQUARE_ROOT_OF_MINUS_ONE);
    return check.isSameAs(u);
  }

  /** The only canonical 32 octets of this point: y below p, and no sign where x = 0. */
  byte[] encode() {
    var octets = y.encode();
    if (x.isOdd()) {
      octets[31] |= (byte) 0x80;
    }
    return octets;
  }

  private static FieldElement d() {
    var d = FieldElement.of(121_666);
    d.inverse(d);
    d.product(d, FieldElement.of(-121_665));
    return d;
  }

  private static FieldElement twice(FieldElement a) {
    var twice = new FieldElement();
    twice.product(a, FieldElement.of(2));
    return twice;
  }

  /** 2^((p - 1) / 4), because 2 is no square; (p - 1) / 4 = 2 (2^252 - 3) + 1. */
  private static FieldElement squareRootOfMinusOne() {
    var root = FieldElement.of(2);
    root.powerOfSquareRoot(root);
    root.square(root);
    root.product(root, FieldElement.of(2));
    return root;
  }
}
