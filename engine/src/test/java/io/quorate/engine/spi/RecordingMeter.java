package io.quorate.engine.spi;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what is measured; a series is called by its metric's name and its labels. */
public final class RecordingMeter implements Meter {

  private final Map<String, Long> counts = new ConcurrentHashMap<>();
  private final Map<String, Double> gauges = new ConcurrentHashMap<>();
  private final Map<String, List<Double>> values = new ConcurrentHashMap<>();

  @Override
  public Counter counter(Metric metric, String... labels) {
    return by -> counts.merge(series(metric, labels), by, Long::sum);
  }

  @Override
  public Gauge gauge(Metric metric, String... labels) {
    return value -> gauges.put(series(metric, labels), value);
  }

  @Override
  public Distribution distribution(Metric metric, String... labels) {
    var series = series(metric, labels);
    return value -> values.computeIfAbsent(series, each -> new CopyOnWriteArrayList<>()).add(value);
  }

  private static String series(Metric metric, String... labels) {
    return labels.length == 0 ? metric.name() : metric.name() + " " + String.join(" ", labels);
  }

  /** What the counter has come to. */
  public long count(Metric metric, String... labels) {
    return counts.getOrDefault(series(metric, labels), 0L);
  }

  /** What the gauge was set to last; not a number if it never was. */
  public double level(Metric metric, String... labels) {
    return gauges.getOrDefault(series(metric, labels), Double.NaN);
  }

  /** What was recorded, in order. */
  public List<Double> recorded(Metric metric, String... labels) {
    return values.getOrDefault(series(metric, labels), List.of());
  }
}
