package io.quorate.sim;

import java.util.function.Consumer;

/** R1: what a replica keeps stays within what its settings allow, whatever it is told. */
final class BoundedMemory implements Check {

  private final Consumer<String> complain;

  BoundedMemory(Consumer<String> complain) {
    this.complain = complain;
  }

  @Override
  public String name() {
    return "bounded memory";
  }

  @Override
  public void weighed(Weight what) {
    if (what.octets() > what.most()) {
      complain.accept(
          "replica "
              + what.replica()
              + " keeps "
              + what.octets()
              + " bytes of "
              + what.holder()
              + ", which may have "
              + what.most());
    }
  }
}
