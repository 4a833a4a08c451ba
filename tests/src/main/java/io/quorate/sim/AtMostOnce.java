package io.quorate.sim;

import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * S4: an operation is applied at one place of the order, however often its request was sent or
 * ordered; and of two requests under one name only one is.
 */
final class AtMostOnce implements Check {

  private final TreeMap<String, Long> applied = new TreeMap<>();
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
    var name = Operation.nameOf(what.operation());
    var first = applied.putIfAbsent(name, what.place());
    if (first != null && first != what.place()) {
      complain.accept(
          "replica "
              + what.replica()
              + " applied "
              + name
              + " as "
              + what.place()
              + " and as "
              + first);
    }
  }
}
