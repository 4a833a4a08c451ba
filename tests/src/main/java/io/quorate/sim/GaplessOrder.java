package io.quorate.sim;

import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * S2: in one life a replica decides number after number and leaves none out; as often as its state
 * was replaced it may go on further ahead.
 */
final class GaplessOrder implements Check {

  private final TreeMap<Integer, Long> reached = new TreeMap<>();
  private final TreeMap<Integer, Integer> leaps = new TreeMap<>();
  private final Consumer<String> complain;

  GaplessOrder(Consumer<String> complain) {
    this.complain = complain;
  }

  @Override
  public String name() {
    return "order";
  }

  @Override
  public void decided(Ruling what) {
    var before = reached.put(what.replica(), what.sequence());
    if (before != null && before + 1 != what.sequence() && !mayLeap(what.replica())) {
      complain.accept(
          "replica " + what.replica() + " executed " + what.sequence() + " after " + before);
    }
  }

  private boolean mayLeap(int replica) {
    int left = leaps.getOrDefault(replica, 0);
    leaps.put(replica, Math.max(0, left - 1));
    return left > 0;
  }

  @Override
  public void started(int replica) {
    reached.remove(replica);
    leaps.remove(replica);
  }

  @Override
  public void restored(int replica) {
    leaps.merge(replica, 1, Integer::sum);
  }
}
