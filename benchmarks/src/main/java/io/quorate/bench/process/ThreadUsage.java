package io.quorate.bench.process;

import java.util.EnumMap;
import java.util.Map;

/**
 * Processor time by kind of thread.
 *
 * @param seconds none of a kind that was not seen
 * @param kernel seconds of all of them that were spent in the kernel
 */
public record ThreadUsage(Map<ThreadKind, Double> seconds, double kernel) {

  static final ThreadUsage NONE = new ThreadUsage(Map.of(), 0);

  public double of(ThreadKind kind) {
    return seconds.getOrDefault(kind, 0.0);
  }

  ThreadUsage plus(ThreadUsage other) {
    var both = new EnumMap<ThreadKind, Double>(ThreadKind.class);
    both.putAll(seconds);
    other.seconds.forEach((kind, each) -> both.merge(kind, each, Double::sum));
    return new ThreadUsage(both, kernel + other.kernel);
  }
}
