package io.quorate.scenario;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** What happened, a line for all replicas to which the same happened in the same round. */
final class ScenarioLog {

  private final List<String> lines = new ArrayList<>();
  private final Map<String, TreeSet<Integer>> round = new LinkedHashMap<>();

  void note(int replica, String what) {
    round.computeIfAbsent(what, each -> new TreeSet<>()).add(replica);
  }

  /** Ends a round. */
  void endRound() {
    round.forEach(
        (what, replicas) -> lines.add("  " + ScenarioWorld.names(replicas) + ": " + what));
    round.clear();
  }

  int size() {
    return lines.size();
  }

  void insert(int at, String line) {
    lines.add(at, "  " + line);
  }

  /** Takes all lines since the last time. */
  List<String> take() {
    var taken = List.copyOf(lines);
    lines.clear();
    return taken;
  }
}
