package io.quorate.sim;

import io.quorate.engine.model.Digest;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * S1: under one number all correct replicas decide the same batch, and at one place of the order
 * they apply the same operation.
 */
final class Agreement implements Check {

  private final TreeMap<Long, Digest> batches = new TreeMap<>();
  private final TreeMap<Long, String> operations = new TreeMap<>();
  private final Consumer<String> complain;

  Agreement(Consumer<String> complain) {
    this.complain = complain;
  }

  @Override
  public String name() {
    return "agreement";
  }

  @Override
  public void decided(Ruling what) {
    var first = batches.putIfAbsent(what.sequence(), what.batch());
    if (first != null && !first.equals(what.batch())) {
      complain.accept(
          "replica "
              + what.replica()
              + " decided "
              + what.batch()
              + " at "
              + what.sequence()
              + ", another one "
              + first);
    }
  }

  @Override
  public void executed(Execution what) {
    var first = operations.putIfAbsent(what.place(), what.operation());
    if (first != null && !first.equals(what.operation())) {
      complain.accept(
          "replica "
              + what.replica()
              + " applied '"
              + what.operation()
              + "' as number "
              + what.place()
              + ", another one '"
              + first
              + "'");
    }
  }
}
