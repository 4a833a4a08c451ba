package io.quorate.sim;

import java.util.function.Consumer;

/**
 * L1 to L3: once faults stop, every request is answered, and every correct replica catches up and
 * votes again.
 */
final class ProgressAfterCalm implements Check {

  private final Consumer<String> complain;

  ProgressAfterCalm(Consumer<String> complain) {
    this.complain = complain;
  }

  @Override
  public String name() {
    return "progress";
  }

  @Override
  public void halted(int replica, String why) {
    complain.accept("replica " + replica + " stopped itself: " + why);
  }

  @Override
  public void ended(Ending how) {
    if (!how.unanswered().isEmpty()) {
      complain.accept(how.unanswered().size() + " operations unanswered: " + how.unanswered());
    }
    long furthest = how.replicas().stream().mapToLong(Standing::executed).max().orElse(0);
    for (var replica : how.replicas()) {
      if (replica.executed() < furthest) {
        complain.accept(
            "replica " + replica.replica() + " is at " + replica.executed() + " of " + furthest);
      } else if (!replica.settled()) {
        complain.accept("replica " + replica.replica() + " does not agree again");
      }
    }
  }
}
