package io.quorate.sim;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** How often things happened, by kind. */
final class Tally {

  private final TreeMap<String, Long> counts = new TreeMap<>();

  void count(String kind) {
    counts.merge(kind, 1L, Long::sum);
  }

  /** A copy, in order. */
  Map<String, Long> counts() {
    return Collections.unmodifiableMap(new TreeMap<>(counts));
  }

  void addAll(Map<String, Long> others) {
    others.forEach((kind, count) -> counts.merge(kind, count, Long::sum));
  }
}
