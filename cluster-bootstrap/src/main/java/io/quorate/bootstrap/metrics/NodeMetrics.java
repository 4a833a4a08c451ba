package io.quorate.bootstrap.metrics;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;

/**
 * Counters, gauges and durations of one process; from any thread. A name has at most {@value
 * #MAX_SERIES} combinations of labels, so that nobody can make it grow: what comes later is counted
 * under {@code overflow}.
 */
public final class NodeMetrics {

  /** Combinations of labels that one name may have. */
  public static final int MAX_SERIES = 256;

  private static final String NAME = "[a-z][a-z0-9_]*";

  private final Map<String, Family> families = new ConcurrentSkipListMap<>();

  /** Kinds, as Prometheus knows them. */
  public enum Kind {
    COUNTER,
    GAUGE,
    HISTOGRAM
  }

  /** All series of one name. */
  record Family(String name, Kind kind, String help, Map<Map<String, String>, Object> series) {}

  /** A number that only grows. */
  public static final class Counter {
    private final LongAdder sum = new LongAdder();

    private Counter() {}

    public void increment() {
      sum.increment();
    }

    public void add(long amount) {
      sum.add(amount);
    }

    public long value() {
      return sum.sum();
    }
  }

  /** How often something took how long; bounds are powers of two from 1/4096 s to 16 s. */
  public static final class Timer {
    static final int BOUNDS = 17;
    static final double SMALLEST = 1.0 / 4096;

    private final LongAdder[] buckets = new LongAdder[BOUNDS + 1];
    private final LongAdder nanos = new LongAdder();

    private Timer() {
      java.util.Arrays.setAll(buckets, ignored -> new LongAdder());
    }

    public void record(long durationNanos) {
      double bound = SMALLEST;
      int bucket = 0;
      while (bucket < BOUNDS && durationNanos / 1e9 > bound) {
        bound *= 2;
        bucket++;
      }
      buckets[bucket].increment();
      nanos.add(durationNanos);
    }

    List<Long> counts() {
      return java.util.Arrays.stream(buckets).map(LongAdder::sum).toList();
    }

    double seconds() {
      return nanos.sum() / 1e9;
    }
  }

  /**
   * The counter of this name and these labels, made when first asked for.
   *
   * @param labels names and values in turn
   */
  public Counter counter(String name, String help, String... labels) {
    return (Counter) series(family(name, Kind.COUNTER, help), labels(labels), new Counter());
  }

  /** The timer of this name and these labels, made when first asked for. */
  public Timer timer(String name, String help, String... labels) {
    return (Timer) series(family(name, Kind.HISTOGRAM, help), labels(labels), new Timer());
  }

  /** Has a value read whenever somebody looks; the latest supplier of a name and labels counts. */
  public void gauge(String name, String help, DoubleSupplier value, String... labels) {
    var family = family(name, Kind.GAUGE, help);
    family.series().put(bounded(family, labels(labels)), value);
  }

  private Family family(String name, Kind kind, String help) {
    if (!name.matches(NAME)) {
      throw new IllegalArgumentException("no name for a metric: " + name);
    }
    var family =
        families.computeIfAbsent(
            name, key -> new Family(key, kind, help, new ConcurrentHashMap<>()));
    if (family.kind() != kind) {
      throw new IllegalArgumentException(name + " is a " + family.kind());
    }
    return family;
  }

  private static Object series(Family family, Map<String, String> labels, Object fresh) {
    return family.series().computeIfAbsent(bounded(family, labels), ignored -> fresh);
  }

  private static Map<String, String> bounded(Family family, Map<String, String> labels) {
    if (family.series().size() < MAX_SERIES || family.series().containsKey(labels)) {
      return labels;
    }
    var overflow = new TreeMap<>(labels);
    overflow.replaceAll((name, value) -> "overflow");
    return overflow;
  }

  private static Map<String, String> labels(String... labels) {
    var map = new TreeMap<String, String>();
    for (int i = 0; i < labels.length; i += 2) {
      map.put(labels[i], labels[i + 1]);
    }
    return map;
  }

  Iterable<Family> families() {
    return families.values();
  }
}
