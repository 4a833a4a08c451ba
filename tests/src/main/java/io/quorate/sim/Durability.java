package io.quorate.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** S7: what a client believes is still there at the end, with the same outcome. */
final class Durability implements Check {

  private final List<Acceptance> accepted = new ArrayList<>();
  private final Consumer<String> complain;

  Durability(Consumer<String> complain) {
    this.complain = complain;
  }

  @Override
  public String name() {
    return "durability";
  }

  @Override
  public void accepted(Acceptance what) {
    accepted.add(what);
  }

  @Override
  public void ended(Ending how) {
    long furthest = how.replicas().stream().mapToLong(Standing::executed).max().orElse(0);
    for (var replica : how.replicas()) {
      for (var each : accepted) {
        var outcome = replica.outcomes().get(each.operation());
        boolean lost = outcome == null && replica.executed() == furthest;
        if (lost || (outcome != null && !outcome.equals(each.result()))) {
          complain.accept(
              "replica " + replica.replica() + " lost the outcome of " + each.operation());
        }
      }
    }
  }
}
