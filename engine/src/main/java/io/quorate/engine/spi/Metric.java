package io.quorate.engine.spi;

import java.util.List;

/**
 * One thing that is measured, as Prometheus names things.
 *
 * @param name in snake case; of a counter it ends in {@code _total}
 * @param unit seconds or bytes, with which the name ends too, or what is counted
 * @param help one sentence for whoever reads the metrics
 * @param labels names of what tells its series apart
 * @param bounds upper bounds of a distribution's buckets, ascending; else empty
 */
public record Metric(
    String name, Kind kind, String unit, String help, List<String> labels, List<Double> bounds) {

  /** What the numbers mean. */
  public enum Kind {
    /** Only grows. */
    COUNTER,
    /** How things are now. */
    GAUGE,
    /** How often what was how large. */
    DISTRIBUTION
  }

  /** From 0.1 ms to 26 s. */
  public static final List<Double> SECONDS = powers(0.0001, 2, 19);

  /** From 64 bytes to 16 MiB. */
  public static final List<Double> BYTES = powers(64, 4, 10);

  /** From 1 to 16,384. */
  public static final List<Double> COUNTS = powers(1, 2, 15);

  public Metric {
    labels = List.copyOf(labels);
    bounds = List.copyOf(bounds);
  }

  public static Metric counter(String name, String unit, String help, String... labels) {
    return new Metric(name, Kind.COUNTER, unit, help, List.of(labels), List.of());
  }

  public static Metric gauge(String name, String unit, String help, String... labels) {
    return new Metric(name, Kind.GAUGE, unit, help, List.of(labels), List.of());
  }

  /** Durations, in seconds. */
  public static Metric seconds(String name, String help, String... labels) {
    return new Metric(name, Kind.DISTRIBUTION, "seconds", help, List.of(labels), SECONDS);
  }

  /** Sizes or numbers of things. */
  public static Metric sizes(String name, String unit, String help, List<Double> bounds) {
    return new Metric(name, Kind.DISTRIBUTION, unit, help, List.of(), bounds);
  }

  private static List<Double> powers(double first, int base, int count) {
    return java.util.stream.Stream.iterate(first, bound -> bound * base).limit(count).toList();
  }
}
