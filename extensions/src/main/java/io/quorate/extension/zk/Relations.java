package io.quorate.extension.zk;

import static io.quorate.extension.zk.Wire.*;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What holds in every row of an UltraHonk circuit, as 29 polynomials that must be zero, at one
 * point. Names and order are Barretenberg's.
 */
final class Relations {

  private static final Fr MINUS_HALF = Fr.of(2).inverse().negate();
  private static final Fr LIMB = Fr.of(2).power(68);
  private static final Fr SUBLIMB = Fr.of(1 << 14);

  /** -b of Grumpkin, y² = x³ - 17. */
  private static final long GRUMPKIN = 17;

  private static final List<Fr> POSEIDON_DIAGONAL =
      List.of(
          Fr.parse("10dc6e9c006ea38b04b1e03b4bd9490c0d03f98929ca1d7fb56821fd19d3b6e7"),
          Fr.parse("0c28145b6a44df3e0149b3d0a30b3bb599df9756d4dd9b84a86b38cfb45a740b"),
          Fr.parse("00544b8338791518b2c7645a50392798b21f75bb60e3596170067d00141cac15"),
          Fr.parse("222c01175718386f2e2e82eb122789e352e105a3b8fa852613bc534433ee428b"));

  private final Map<Wire, Fr> wires;
  private final Challenges challenges;
  private final List<Fr> sums = new ArrayList<>();

  Relations(Map<Wire, Fr> wires, Challenges challenges) {
    this.wires = wires;
    this.challenges = challenges;
  }

  /**
   * All in one: each times its power of alpha.
   *
   * @param delta what the public inputs make of the grand product
   * @param scale of each row, of all relations but one
   */
  Fr batched(Fr delta, Fr scale) {
    permutation(delta);
    lookup(scale);
    arithmetic();
    range();
    elliptic();
    memory();
    nonNative();
    poseidonExternal();
    poseidonInternal();
    var sum = Fr.ZERO;
    var power = Fr.ONE;
    for (var each : sums) {
      sum = sum.plus(each.times(power));
      power = power.times(challenges.alpha());
    }
    return sum.times(scale);
  }

  private Fr at(Wire wire) {
    return wires.get(wire);
  }

  private void permutation(Fr delta) {
    var numerator =
        copied(W_L, ID_1)
            .times(copied(W_R, ID_2))
            .times(copied(W_O, ID_3))
            .times(copied(W_4, ID_4));
    var denominator =
        copied(W_L, SIGMA_1)
            .times(copied(W_R, SIGMA_2))
            .times(copied(W_O, SIGMA_3))
            .times(copied(W_4, SIGMA_4));
    var before = at(Z_PERMUTATION).plus(at(LAGRANGE_FIRST)).times(numerator);
    var after = at(Z_PERMUTATION_SHIFT).plus(at(LAGRANGE_LAST).times(delta)).times(denominator);
    sums.add(before.minus(after));
    sums.add(at(LAGRANGE_LAST).times(at(Z_PERMUTATION_SHIFT)));
    sums.add(at(LAGRANGE_FIRST).times(at(Z_PERMUTATION)));
  }

  private Fr copied(Wire wire, Wire place) {
    return at(wire).plus(at(place).times(challenges.beta())).plus(challenges.gamma());
  }

  /** Its second part is a sum over all rows and no claim about each: it is not scaled. */
  private void lookup(Fr scale) {
    var table = entry(at(TABLE_1), at(TABLE_2), at(TABLE_3), at(TABLE_4));
    var read =
        entry(
            at(W_L).plus(at(Q_R).times(at(W_L_SHIFT))),
            at(W_R).plus(at(Q_M).times(at(W_R_SHIFT))),
            at(W_O).plus(at(Q_C).times(at(W_O_SHIFT))),
            at(Q_O));
    var inverses = at(LOOKUP_INVERSES);
    var tag = at(LOOKUP_READ_TAGS);
    var exists = tag.plus(at(Q_LOOKUP)).minus(tag.times(at(Q_LOOKUP)));
    sums.add(read.times(table).times(inverses).minus(exists));
    var looked = at(Q_LOOKUP).times(inverses.times(table));
    var counted = at(LOOKUP_READ_COUNTS).times(inverses.times(read));
    sums.add(looked.minus(counted).times(scale.inverse()));
    sums.add(tag.square().minus(tag));
  }

  private Fr entry(Fr first, Fr second, Fr third, Fr fourth) {
    var beta = challenges.beta();
    return fourth
        .times(beta)
        .plus(third)
        .times(beta)
        .plus(second)
        .times(beta)
        .plus(first)
        .plus(challenges.gamma());
  }

  private void arithmetic() {
    var q = at(Q_ARITHMETIC);
    var product = q.minus(3).times(at(Q_M).times(at(W_R)).times(at(W_L))).times(MINUS_HALF);
    var linear =
        at(Q_L)
            .times(at(W_L))
            .plus(at(Q_R).times(at(W_R)))
            .plus(at(Q_O).times(at(W_O)))
            .plus(at(Q_4).times(at(W_4)))
            .plus(at(Q_C));
    var next = q.minus(1).times(at(W_4_SHIFT));
    sums.add(product.plus(linear).plus(next).times(q));
    var second = at(W_L).plus(at(W_4)).minus(at(W_L_SHIFT)).plus(at(Q_M));
    sums.add(second.times(q.minus(2)).times(q.minus(1)).times(q));
  }

  private void range() {
    var row = List.of(at(W_L), at(W_R), at(W_O), at(W_4), at(W_L_SHIFT));
    for (int i = 1; i < row.size(); i++) {
      var step = row.get(i).minus(row.get(i - 1));
      var small = step.times(step.minus(1)).times(step.minus(2)).times(step.minus(3));
      sums.add(small.times(at(Q_RANGE)));
    }
  }

  /** Points of Grumpkin: one row adds two, or doubles one. */
  private void elliptic() {
    var x1 = at(W_R);
    var y1 = at(W_O);
    var x2 = at(W_L_SHIFT);
    var y2 = at(W_4_SHIFT);
    var x3 = at(W_R_SHIFT);
    var y3 = at(W_O_SHIFT);
    var sign = at(Q_L);
    var doubles = at(Q_M);
    var adds = Fr.ONE.minus(doubles);
    var run = x2.minus(x1);
    var signed = y2.times(sign);
    var sumX =
        x3.plus(x2)
            .plus(x1)
            .times(run.square())
            .minus(y2.square())
            .minus(y1.square())
            .plus(y1.times(signed).times(2));
    var sumY = y1.plus(y3).times(run).plus(x3.minus(x1).times(signed.minus(y1)));
    var fourth = y1.square().plus(GRUMPKIN).times(x1);
    var twiceX = x3.plus(x1).plus(x1).times(y1.square().times(4)).minus(fourth.times(9));
    var twiceY = x1.square().times(3).times(x1.minus(x3)).minus(y1.times(2).times(y1.plus(y3)));
    var q = at(Q_ELLIPTIC);
    sums.add(sumX.times(adds).plus(twiceX.times(doubles)).times(q));
    sums.add(sumY.times(adds).plus(twiceY.times(doubles)).times(q));
  }

  /** Reads and writes, and the same sorted: rows of tables (ROM) and of memory (RAM). */
  private void memory() {
    var partial = record(W_L, W_R, W_O).plus(at(Q_C));
    var recorded = partial.minus(at(W_4));
    var index = at(W_L_SHIFT).minus(at(W_L));
    var sameIndex = Fr.ONE.minus(index);
    var ascends = index.times(index.minus(1));
    var q = at(Q_MEMORY);
    var table = at(Q_L).times(at(Q_R));
    var access = at(W_4).minus(partial);
    var next = at(W_4_SHIFT).minus(record(W_L_SHIFT, W_R_SHIFT, W_O_SHIFT));
    var value = at(W_O_SHIFT).minus(at(W_O));
    var time = sameIndex.times(at(W_R_SHIFT).minus(at(W_R))).minus(at(W_O));
    sums.add(
        recorded
            .times(table)
            .plus(time.times(at(Q_4).times(at(Q_L))))
            .plus(recorded.times(at(Q_M).times(at(Q_L))))
            .plus(access.times(access.minus(1)).times(at(Q_O)))
            .times(q));
    sums.add(sameIndex.times(at(W_4_SHIFT).minus(at(W_4))).times(table).times(q));
    sums.add(ascends.times(table).times(q));
    sums.add(sameIndex.times(value).times(Fr.ONE.minus(next)).times(at(Q_O)).times(q));
    sums.add(ascends.times(at(Q_O)).times(q));
    sums.add(next.square().minus(next).times(at(Q_O)).times(q));
  }

  private Fr record(Wire index, Wire time, Wire value) {
    var eta = challenges.eta();
    return at(value).times(eta).plus(at(time)).times(eta).plus(at(index)).times(eta);
  }

  /** Products of limbs of 68 bits, and sums of limbs of 14. */
  private void nonNative() {
    var cross = at(W_L).times(at(W_R_SHIFT)).plus(at(W_L_SHIFT).times(at(W_R)));
    var second =
        at(W_L)
            .times(at(W_4))
            .plus(at(W_R).times(at(W_O)))
            .minus(at(W_O_SHIFT))
            .times(LIMB)
            .minus(at(W_4_SHIFT))
            .plus(cross)
            .times(at(Q_4));
    var low = cross.times(LIMB).plus(at(W_L_SHIFT).times(at(W_R_SHIFT)));
    var first = low.minus(at(W_O).plus(at(W_4))).times(at(Q_O));
    var third = low.plus(at(W_4)).minus(at(W_O_SHIFT).plus(at(W_4_SHIFT))).times(at(Q_M));
    var products = first.plus(second).plus(third).times(at(Q_R));
    var one = limbs(W_R_SHIFT, W_L_SHIFT, W_O, W_R, W_L).minus(at(W_4)).times(at(Q_4));
    var two = limbs(W_O_SHIFT, W_R_SHIFT, W_L_SHIFT, W_4, W_O).minus(at(W_4_SHIFT)).times(at(Q_M));
    sums.add(products.plus(one.plus(two).times(at(Q_O))).times(at(Q_NON_NATIVE)));
  }

  private Fr limbs(Wire... highestFirst) {
    var sum = Fr.ZERO;
    for (var each : highestFirst) {
      sum = sum.times(SUBLIMB).plus(at(each));
    }
    return sum;
  }

  private void poseidonExternal() {
    var u1 = fifth(at(W_L).plus(at(Q_L)));
    var u2 = fifth(at(W_R).plus(at(Q_R)));
    var u3 = fifth(at(W_O).plus(at(Q_O)));
    var u4 = fifth(at(W_4).plus(at(Q_4)));
    var t0 = u1.plus(u2);
    var t1 = u3.plus(u4);
    var t2 = u2.times(2).plus(t1);
    var t3 = u4.times(2).plus(t0);
    var v4 = t1.times(4).plus(t3);
    var v2 = t0.times(4).plus(t2);
    poseidon(at(Q_POSEIDON_EXTERNAL), List.of(t3.plus(v2), v2, t2.plus(v4), v4));
  }

  private void poseidonInternal() {
    var u = List.of(fifth(at(W_L).plus(at(Q_L))), at(W_R), at(W_O), at(W_4));
    var sum = u.get(0).plus(u.get(1)).plus(u.get(2)).plus(u.get(3));
    var v = new ArrayList<Fr>();
    for (int i = 0; i < u.size(); i++) {
      v.add(u.get(i).times(POSEIDON_DIAGONAL.get(i)).plus(sum));
    }
    poseidon(at(Q_POSEIDON_INTERNAL), v);
  }

  private void poseidon(Fr q, List<Fr> state) {
    var next = List.of(at(W_L_SHIFT), at(W_R_SHIFT), at(W_O_SHIFT), at(W_4_SHIFT));
    for (int i = 0; i < state.size(); i++) {
      sums.add(q.times(state.get(i).minus(next.get(i))));
    }
  }

  private static Fr fifth(Fr value) {
    return value.square().square().times(value);
  }
}
