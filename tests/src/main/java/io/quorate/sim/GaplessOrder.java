package io.quorate.sim;

import io.quorate.engine.model.Header;
import java.util.TreeMap;
import java.util.function.Consumer;

/** S2: a replica executes number after number and leaves none out. */
final class GaplessOrder implements Check {

  private final TreeMap<Integer, Long> reached = new TreeMap<>();
  private final Consumer<String> complain;

  GaplessOrder(Consumer<String> complain) {
    this.complain = complain;
  }

  @Override
  public String name() {
    return "order";
  }

  @Override
  public void executed(Execution what) {
    long at = what.header().sequence().value();
    var before = reached.put(what.replica(), at);
    if ((before == null ? 0 : before) + 1 != at) {
      complain.accept("replica " + what.replica() + " executed " + at + " after " + before);
    }
  }

  @Override
  public void restored(int replica, Header to) {
    reached.put(replica, to.sequence().value());
  }
}
