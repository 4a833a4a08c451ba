package io.quorate.sim;

import io.quorate.engine.model.Digest;
import java.util.TreeMap;
import java.util.function.Consumer;

/** S1: under one number all correct replicas execute the same batch. */
final class Agreement implements Check {

  private final TreeMap<Long, Digest> batches = new TreeMap<>();
  private final Consumer<String> complain;

  Agreement(Consumer<String> complain) {
    this.complain = complain;
  }

  @Override
  public String name() {
    return "agreement";
  }

  @Override
  public void executed(Execution what) {
    var header = what.header();
    var first = batches.putIfAbsent(header.sequence().value(), header.batch());
    if (first != null && !first.equals(header.batch())) {
      complain.accept(
          "replica "
              + what.replica()
              + " executed "
              + header.batch()
              + " at "
              + header.sequence()
              + ", another one "
              + first);
    }
  }
}
