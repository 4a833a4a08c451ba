package io.quorate.extension.zk;

import java.util.List;

/** That the relations, summed over all rows, are zero (Lund et al., FOCS '90). */
final class Sumcheck {

  /** Placed where no row is: how Barretenberg tells the copies of public inputs. */
  private static final long SEPARATOR = 1 << 28;

  /** The last rows, which hold the masks; their number is 2^(this). */
  private static final int LOG_DISABLED = 2;

  private final HonkKey key;
  private final List<Fr> publicInputs;
  private final HonkProof proof;
  private final Challenges challenges;

  Sumcheck(HonkKey key, List<Fr> publicInputs, HonkProof proof, Challenges challenges) {
    this.key = key;
    this.publicInputs = publicInputs;
    this.proof = proof;
    this.challenges = challenges;
  }

  /**
   * @throws ArithmeticException when a challenge is one of few that fit nothing
   */
  boolean holds() {
    var target = challenges.libra().times(proof.libra().map(HonkProof.Libra::sum).orElse(Fr.ZERO));
    var scale = Fr.ONE;
    for (int i = 0; i < key.logSize(); i++) {
      var round = proof.rounds().get(i);
      if (!round.get(0).plus(round.get(1)).equals(target)) {
        return false;
      }
      var challenge = challenges.rounds().get(i);
      target = interpolated(round, challenge);
      scale = scale.times(Fr.ONE.plus(challenge.times(challenges.gates().get(i).minus(1))));
    }
    var sum = new Relations(proof.ofWires(), challenges).batched(delta(), scale);
    return target.equals(proof.libra().map(masks -> masked(sum, masks)).orElse(sum));
  }

  /** Leaves out the rows of the masks, and adds the masks. */
  private Fr masked(Fr sum, HonkProof.Libra masks) {
    var product = Fr.ONE;
    for (var each : challenges.rounds().subList(LOG_DISABLED, key.logSize())) {
      product = product.times(Fr.ONE.minus(each));
    }
    return sum.times(Fr.ONE.minus(product)).plus(masks.evaluation().times(challenges.libra()));
  }

  /** What the public inputs multiply the grand product by. */
  private Fr delta() {
    var numerator = Fr.ONE;
    var denominator = Fr.ONE;
    var beta = challenges.beta();
    var above = challenges.gamma().plus(beta.times(SEPARATOR + key.offset()));
    var below = challenges.gamma().minus(beta.times(key.offset() + 1L));
    for (var inputs : List.of(publicInputs, proof.limbs())) {
      for (var each : inputs) {
        numerator = numerator.times(above.plus(each));
        denominator = denominator.times(below.plus(each));
        above = above.plus(beta);
        below = below.minus(beta);
      }
    }
    return numerator.times(denominator.inverse());
  }

  /** The polynomial that has these values at 0, 1, 2, …, at another place (Lagrange). */
  static Fr interpolated(List<Fr> values, Fr place) {
    var all = Fr.ONE;
    for (int i = 0; i < values.size(); i++) {
      all = all.times(place.minus(i));
    }
    var sum = Fr.ZERO;
    for (int i = 0; i < values.size(); i++) {
      var divisor = place.minus(i);
      for (int j = 0; j < values.size(); j++) {
        divisor = j == i ? divisor : divisor.times(i - j);
      }
      sum = sum.plus(values.get(i).times(divisor.inverse()));
    }
    return sum.times(all);
  }
}
