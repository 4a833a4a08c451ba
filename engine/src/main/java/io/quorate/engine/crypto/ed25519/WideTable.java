package io.quorate.engine.crypto.ed25519;

/**
 * Odd multiples of a point P and of 2^32 P, 2^64 P, ..., 2^224 P, so that a multiple of P costs 32
 * doublings, which all terms of a sum share, in place of 253.
 *
 * <p>A width w takes 8 * 2^(w-2) entries of 120 octets: 15 360 octets at {@link #KEY_WIDTH}, 61 440
 * at {@link #BASE_WIDTH}. Building one for a key costs about four verifications.
 */
final class WideTable {

  static final int KEY_WIDTH = 6;

  static final int BASE_WIDTH = 8;

  /** The table of the base point, of which there is one. */
  static final WideTable BASE = new WideTable(CurvePoint.base(), BASE_WIDTH);

  private static final int ENTRY = Accumulator.AFFINE_ENTRY;

  /** The piece that a digit of a scalar belongs to is its position divided by this. */
  static final int PIECE_BITS = 32;

  static final int PIECES = Scalar.MAX_DIGITS / PIECE_BITS;

  private final int width;
  private final int oddMultiples;
  private final long[] entries;

  WideTable(CurvePoint point, int width) {
    this.width = width;
    this.oddMultiples = 1 << (width - 2);
    this.entries = affine(multiples(point));
  }

  int width() {
    return width;
  }

  /** Adds digit * 2^(32 piece) P; the digit is odd. */
  void addTo(Accumulator sum, int piece, int digit) {
    int entry = piece * oddMultiples + (Math.abs(digit) >> 1);
    sum.addAffine(entries, entry * ENTRY, digit < 0);
  }

  /** X, Y and Z of 1, 3, 5, ... times each power, in the order of the entries. */
  private FieldElement[][] multiples(CurvePoint point) {
    var points = new FieldElement[PIECES * oddMultiples][];
    var power = new Accumulator();
    power.set(point);
    var multiple = new Accumulator();
    var step = new long[Accumulator.PROJECTIVE_ENTRY];
    for (int piece = 0, i = 0; piece < PIECES; piece++) {
      multiple.set(power);
      power.twice();
      power.storeProjective(step, 0);
      for (int odd = 0; odd < oddMultiples; odd++) {
        points[i++] = multiple.coordinates();
        multiple.addProjective(step, 0, false);
      }
      for (int bit = 1; bit < PIECE_BITS; bit++) {
        power.twice();
      }
    }
    return points;
  }

  /** Divides all by their Z with one inversion (Montgomery's trick). No Z is 0 on this curve. */
  private static long[] affine(FieldElement[][] points) {
    var before = new FieldElement[points.length];
    var run = FieldElement.of(1);
    for (int i = 0; i < points.length; i++) {
      before[i] = FieldElement.copyOf(run);
      run.product(run, points[i][2]);
    }
    run.inverse(run);
    var entries = new long[points.length * ENTRY];
    for (int i = points.length - 1; i >= 0; i--) {
      var inverse = before[i];
      inverse.product(inverse, run);
      run.product(run, points[i][2]);
      points[i][0].product(points[i][0], inverse);
      points[i][1].product(points[i][1], inverse);
      Accumulator.storeAffine(points[i][0], points[i][1], entries, i * ENTRY);
    }
    return entries;
  }
}
