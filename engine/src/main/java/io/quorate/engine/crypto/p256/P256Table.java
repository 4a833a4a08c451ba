package io.quorate.engine.crypto.p256;

import java.math.BigInteger;
import org.bouncycastle.math.ec.ECCurve;
import org.bouncycastle.math.ec.ECLookupTable;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.raw.Nat256;

/**
 * Sums of multiples of a point P of P-256, so that a multiple of P costs 32 additions and 15
 * doublings, which all terms of a sum share (a comb, Lim and Lee, CRYPTO '94, with signs in place
 * of bits). Not constant in time: for what is public only.
 *
 * <p>A scalar is written with 256 digits that are 1 or -1. Part 0 holds 2^224 P with each choice of
 * signs for 2^192 P, ..., 2^32 P, P, and part 1 the same of 2^16 P: the eight digits at c, c + 32,
 * ..., c + 224 pick an entry and its sign. No entry is infinity, for it is less than n times P.
 *
 * <p>2 * 128 entries of 64 octets: 16 384 octets. Building them costs about ten verifications.
 */
public final class P256Table {

  private static final ECCurve CURVE = EcdsaP256.DOMAIN.getCurve();
  private static final int PARTS = 2;
  private static final int TEETH = 8;
  private static final int TOOTH_BITS = 256 / TEETH;
  private static final int COLUMNS = TOOTH_BITS / PARTS;
  private static final int ENTRIES = 1 << (TEETH - 1);

  /** The table of the base point, of which there is one. */
  private static final P256Table BASE = new P256Table(EcdsaP256.DOMAIN.getG());

  private final ECLookupTable[] parts = new ECLookupTable[PARTS];

  /** Of any point but infinity. */
  public P256Table(ECPoint point) {
    var entries = new ECPoint[PARTS * ENTRIES];
    var start = point;
    for (int part = 0; part < PARTS; part++) {
      fill(entries, part * ENTRIES, start);
      start = start.timesPow2(COLUMNS);
    }
    CURVE.normalizeAll(entries);
    for (int part = 0; part < PARTS; part++) {
      parts[part] = CURVE.createCacheSafeLookupTable(entries, part * ENTRIES, ENTRIES);
    }
  }

  /** Bit t of an entry's index is the sign of 2^(32 t) P, 1 for plus; that of 2^224 P is plus. */
  private static void fill(ECPoint[] entries, int from, ECPoint point) {
    var teeth = new ECPoint[TEETH];
    teeth[0] = point;
    for (int tooth = 1; tooth < TEETH; tooth++) {
      teeth[tooth] = teeth[tooth - 1].timesPow2(TOOTH_BITS);
    }
    var least = teeth[TEETH - 1];
    for (int tooth = 0; tooth < TEETH - 1; tooth++) {
      least = least.subtract(teeth[tooth]);
    }
    entries[from] = least;
    for (int tooth = 0; tooth < TEETH - 1; tooth++) {
      var step = teeth[tooth].twice();
      for (int i = 0; i < 1 << tooth; i++) {
        entries[from + (1 << tooth) + i] = entries[from + i].add(step);
      }
    }
  }

  /** base * G + own * P, for scalars in [0, n); where both meet Bouncy Castle doubles. */
  public ECPoint sum(BigInteger base, BigInteger own) {
    var ofBase = new Digits(base);
    var ofOwn = new Digits(own);
    var sum = CURVE.getInfinity();
    for (int column = COLUMNS - 1; column >= 0; column--) {
      sum = sum.twice();
      for (int part = 0; part < PARTS; part++) {
        int position = column + part * COLUMNS;
        sum = BASE.addTo(sum, part, ofBase.at(position));
        sum = addTo(sum, part, ofOwn.at(position));
      }
    }
    return sum;
  }

  private ECPoint addTo(ECPoint sum, int part, int signs) {
    return signs < ENTRIES
        ? sum.subtract(parts[part].lookupVar(ENTRIES - 1 - signs))
        : sum.add(parts[part].lookupVar(signs - ENTRIES));
  }

  /**
   * A scalar k as digits of 1 and -1, which make odd numbers: an even k as -(n - k), for n is odd.
   * The digits of an odd k are plus where (k + 2^256 - 1) / 2 has a bit.
   */
  private static final class Digits {

    private static final int ALL = (1 << TEETH) - 1;

    private final int[] words;
    private final int flip;

    Digits(BigInteger scalar) {
      boolean odd = scalar.testBit(0);
      var k = odd ? scalar : EcdsaP256.DOMAIN.getN().subtract(scalar);
      this.words = Nat256.fromBigInteger(k.shiftRight(1).setBit(255));
      this.flip = odd ? 0 : ALL;
    }

    /** The signs at a position below 32 of each word; bit t is that of word t. */
    int at(int position) {
      int signs = 0;
      for (int tooth = TEETH - 1; tooth >= 0; tooth--) {
        signs = (signs << 1) | ((words[tooth] >>> position) & 1);
      }
      return signs ^ flip;
    }
  }
}
