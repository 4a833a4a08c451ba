package io.quorate.extension.zk;

import io.quorate.extension.zk.HonkProof.Libra;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * That the masks have the value they are said to have where the sumcheck ends: an inner product
 * over the subgroup of order 256, shown by its running sums.
 */
final class MaskCheck {

  static final int ORDER = 256;
  static final Fr GENERATOR =
      Fr.parse("07b0c561a6148404f086204a9f36ffb0617942546750f230c893619174a57a76");

  private static final int LENGTH = HonkProof.roundLength(true);

  private MaskCheck() {}

  /**
   * @throws ArithmeticException when r is in the subgroup
   */
  static boolean holds(Libra masks, Fr r, List<Fr> rounds) {
    var vanishing = r.power(ORDER).minus(1);
    var scale = vanishing.times(Fr.of(ORDER).inverse());
    var back = GENERATOR.inverse();
    var weights = weights(rounds);
    var value = Fr.ZERO;
    var root = Fr.ONE;
    var inverse = Fr.ZERO;
    for (int i = 0; i < ORDER; i++) {
      inverse = root.times(r).minus(1).inverse();
      value = value.plus(weights.get(i).times(inverse));
      root = root.times(back);
    }
    var first = r.minus(1).inverse().times(scale);
    var last = inverse.times(scale);
    var opened = masks.openings();
    var sum = opened.get(2);
    var step = opened.get(1).minus(sum).minus(opened.get(0).times(value.times(scale)));
    return first
        .times(sum)
        .plus(r.minus(back).times(step))
        .plus(last.times(sum.minus(masks.evaluation())))
        .equals(vanishing.times(opened.get(3)));
  }

  /** One, then the powers of each round's challenge. */
  private static List<Fr> weights(List<Fr> rounds) {
    var weights = new ArrayList<Fr>(Collections.nCopies(ORDER, Fr.ZERO));
    weights.set(0, Fr.ONE);
    int at = 1;
    for (var challenge : rounds) {
      var power = Fr.ONE;
      for (int i = 0; i < LENGTH; i++) {
        weights.set(at++, power);
        power = power.times(challenge);
      }
    }
    return weights;
  }
}
