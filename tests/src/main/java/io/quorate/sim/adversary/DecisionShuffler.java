package io.quorate.sim.adversary;

import io.quorate.engine.model.message.Message.Decided;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Tells decisions, all of them true, backwards, one by one from the last, or without the first. */
final class DecisionShuffler implements Adversary {

  private final Means means;

  DecisionShuffler(Means means) {
    this.means = means;
  }

  @Override
  public List<Sent> rewrite(Sent honest) {
    if (!means.tellsPeer(honest)
        || !(honest.message() instanceof Decided told)
        || told.decisions().isEmpty()) {
      return List.of(honest);
    }
    var backwards = new ArrayList<>(told.decisions());
    Collections.reverse(backwards);
    return switch (means.random().nextInt(3)) {
      case 0 -> List.of(tell(honest, backwards));
      case 1 -> backwards.stream().map(each -> tell(honest, List.of(each))).toList();
      default -> List.of(tell(honest, told.decisions().subList(1, told.decisions().size())));
    };
  }

  private Sent tell(Sent honest, List<Decided.Decision> decisions) {
    return means.signed(honest.to(), new Decided(means.self(), decisions));
  }
}
