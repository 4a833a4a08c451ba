package io.quorate.persistence.log;

import io.quorate.engine.model.Fact;
import io.quorate.engine.model.SequenceNumber;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * Which facts still matter once the state up to a number is durable. Of promises and certificates
 * those above it; of checkpoints the newest at or below it, and later ones; of views the highest
 * that was entered and the highest that was installed, whatever the number; and that something was
 * forgotten.
 */
final class FactRetention {

  private FactRetention() {}

  /** The facts that matter, in their order. */
  static List<Fact> kept(List<Fact> facts, SequenceNumber upTo) {
    var entered = highest(facts, Fact.ViewEntered.class, Fact.ViewEntered::view);
    var installed = highest(facts, Fact.ViewInstalled.class, Fact.ViewInstalled::view);
    var stable = highest(facts, Fact.Stabilized.class, fact -> notAfter(numberOf(fact), upTo));
    var forgotten = highest(facts, Fact.Forgotten.class, Fact.Forgotten::what);
    return facts.stream()
        .filter(
            fact ->
                fact == forgotten
                    || fact == entered
                    || fact == installed
                    || fact == stable
                    || numberOf(fact).isAfter(upTo))
        .toList();
  }

  /** Zero for facts that are about a view. */
  static SequenceNumber numberOf(Fact fact) {
    if (fact instanceof Fact.Promised promised) {
      return promised.sequence();
    } else if (fact instanceof Fact.Prepared prepared) {
      return prepared.certificate().sequence();
    } else if (fact instanceof Fact.Stabilized stabilized) {
      return stabilized.checkpoint().sequence();
    } else {
      return SequenceNumber.ZERO;
    }
  }

  /** True for what holds beyond a single slot; there are few of them. */
  static boolean outlivesSlots(Fact fact) {
    return !(fact instanceof Fact.Promised || fact instanceof Fact.Prepared);
  }

  /** Checkpoints above the limit count as the lowest: they are kept for another reason. */
  private static SequenceNumber notAfter(SequenceNumber number, SequenceNumber limit) {
    return number.isAfter(limit) ? SequenceNumber.ZERO : number;
  }

  private static <F extends Fact, C extends Comparable<C>> Fact highest(
      List<Fact> facts, Class<F> kind, Function<F, C> by) {
    return facts.stream()
        .filter(kind::isInstance)
        .map(kind::cast)
        .max(Comparator.comparing(by))
        .orElse(null);
  }
}
