package io.quorate.sim;

import io.quorate.engine.codec.MessageCodec;
import io.quorate.engine.model.Bytes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Two nodes with one key, each as honest as can be: together they are a Byzantine replica that
 * equivocates without a line of attack (Bano and others, "Twins", OPODIS '21). Each of the first
 * views has a partition of its own into two sides; what is said in a view crosses no side of it.
 */
final class Twins implements SimulatedNetwork.Cut {

  /** The node of the second twin. */
  static final int NODE = 500;

  private final Plan plan;
  private final int group;
  private final Map<Integer, Long> views = new HashMap<>();

  /**
   * Who is twins, and who hears whom.
   *
   * @param sides one number a view from 0 on: bit i is the side of replica i, bit n the second
   *     twin's
   */
  record Plan(int replica, List<Integer> sides) {}

  Twins(Plan plan, int group) {
    this.plan = plan;
    this.group = group;
  }

  @Override
  public boolean separates(int from, int to, Bytes wire) {
    if (!isReplica(from) || !isReplica(to)) {
      return false;
    }
    long view = viewOf(from, wire);
    return view < plan.sides().size() && side(from, view) != side(to, view);
  }

  /** What names no view belongs to the last one that its sender named. */
  private long viewOf(int from, Bytes wire) {
    var stated = new long[] {views.getOrDefault(from, 0L)};
    MessageCodec.open(wire)
        .match(
            opened -> {
              if (opened.statement().view() > stated[0]) {
                stated[0] = opened.statement().view();
                views.put(from, stated[0]);
              }
            },
            error -> {});
    return stated[0];
  }

  private boolean isReplica(int node) {
    return node < group || node == NODE;
  }

  private int side(int node, long view) {
    int bit = node == NODE ? group : node;
    return plan.sides().get((int) view) >> bit & 1;
  }
}
