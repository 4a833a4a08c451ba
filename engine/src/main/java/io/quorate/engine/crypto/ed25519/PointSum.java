package io.quorate.engine.crypto.ed25519;

import java.util.ArrayList;
import java.util.List;

/**
 * A sum of multiples of points in which all terms share the doublings (Straus's method with
 * non-adjacent forms). Reusable: {@link #clear}, add the terms, {@link #isOfSmallOrder}.
 *
 * <p>A term with a {@link WideTable} may have any reduced scalar; its pieces are added during the
 * last 32 doublings. A term without has a scalar below 2^128 and brings its own table of four odd
 * multiples: wider ones cost more to make than they save. Hence 128 doublings for a sum with such
 * terms and 32 for one without.
 *
 * <p>Pippenger's buckets are not used. For n points without a table they would add (n + 2^w) * 128
 * / w times for the best w, against 31 n here: even at about 150, two thirds at 1000, where it
 * would save a tenth of a verification. Batches of votes are smaller, and smaller ones find a
 * culprit sooner.
 */
final class PointSum {

  private static final int SHORT_BITS = 128;
  private static final int SHORT_WIDTH = 4;
  private static final int SHORT_MULTIPLES = 1 << (SHORT_WIDTH - 2);

  private final Accumulator sum = new Accumulator();
  private final Accumulator multiple = new Accumulator();
  private final long[] step = new long[Accumulator.PROJECTIVE_ENTRY];
  private final List<WideTerm> wide = new ArrayList<>();
  private final List<ShortTerm> shorts = new ArrayList<>();
  private int wideTerms;
  private int shortTerms;

  void clear() {
    wideTerms = 0;
    shortTerms = 0;
  }

  /** Adds a multiple of the table's point. The scalar is reduced and is not kept. */
  void add(WideTable table, Scalar scalar) {
    if (wideTerms == wide.size()) {
      wide.add(new WideTerm());
    }
    var term = wide.get(wideTerms++);
    term.table = table;
    scalar.digits(table.width(), term.digits);
  }

  /** Adds a multiple of a point. The scalar is below 2^128; neither is kept. */
  void add(CurvePoint point, Scalar scalar) {
    if (shortTerms == shorts.size()) {
      shorts.add(new ShortTerm());
    }
    var term = shorts.get(shortTerms++);
    scalar.digits(SHORT_WIDTH, term.digits);
    multiple.set(point);
    multiple.storeProjective(term.table, 0);
    multiple.twice();
    multiple.storeProjective(step, 0);
    multiple.set(point);
    for (int i = 1; i < SHORT_MULTIPLES; i++) {
      multiple.addProjective(step, 0, false);
      multiple.storeProjective(term.table, i * Accumulator.PROJECTIVE_ENTRY);
    }
  }

  /** Whether 8 times the sum of the terms, and of one more point, is the identity. */
  boolean isOfSmallOrderWith(CurvePoint point) {
    compute();
    sum.add(point);
    return sum.isOfSmallOrder();
  }

  /** Whether 8 times the sum of the terms is the identity. */
  boolean isOfSmallOrder() {
    compute();
    return sum.isOfSmallOrder();
  }

  private void compute() {
    sum.setIdentity();
    int top = shortTerms > 0 ? SHORT_BITS : WideTable.PIECE_BITS - 1;
    for (int bit = top; bit >= 0; bit--) {
      sum.twice();
      for (int i = 0; i < shortTerms; i++) {
        shorts.get(i).addTo(sum, bit);
      }
      if (bit < WideTable.PIECE_BITS) {
        for (int i = 0; i < wideTerms; i++) {
          wide.get(i).addTo(sum, bit);
        }
      }
    }
  }

  private static final class WideTerm {

    private WideTable table;
    private final byte[] digits = new byte[Scalar.MAX_DIGITS];

    void addTo(Accumulator sum, int bit) {
      for (int piece = 0; piece < WideTable.PIECES; piece++) {
        int digit = digits[piece * WideTable.PIECE_BITS + bit];
        if (digit != 0) {
          table.addTo(sum, piece, digit);
        }
      }
    }
  }

  private static final class ShortTerm {

    private final long[] table = new long[SHORT_MULTIPLES * Accumulator.PROJECTIVE_ENTRY];
    private final byte[] digits = new byte[Scalar.MAX_DIGITS];

    void addTo(Accumulator sum, int bit) {
      int digit = digits[bit];
      if (digit != 0) {
        int entry = Math.abs(digit) >> 1;
        sum.addProjective(table, entry * Accumulator.PROJECTIVE_ENTRY, digit < 0);
      }
    }
  }
}
