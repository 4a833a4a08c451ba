package io.quorate.sim;

import io.quorate.engine.model.RequestId;
import java.util.TreeMap;
import java.util.function.Consumer;

/** S4: a request is applied under one number, however often it was sent or ordered. */
final class AtMostOnce implements Check {

  private final TreeMap<RequestId, Long> applied = new TreeMap<>();
  private final Consumer<String> complain;

  AtMostOnce(Consumer<String> complain) {
    this.complain = complain;
  }

  @Override
  public String name() {
    return "at most once";
  }

  @Override
  public void executed(Execution what) {
    long at = what.header().sequence().value();
    for (var request : what.fresh()) {
      var first = applied.putIfAbsent(request, at);
      if (first != null && first != at) {
        complain.accept(
            "replica " + what.replica() + " applied " + request + " at " + at + " and at " + first);
      }
    }
  }
}
