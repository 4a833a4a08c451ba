package io.quorate.bootstrap.metrics;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.datapoints.GaugeDataPoint;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.MetricWithFixedMetadata;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.Unit;
import io.quorate.engine.spi.Meter;
import io.quorate.engine.spi.Metric;
import io.quorate.engine.spi.Metric.Kind;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;
import java.util.function.Function;

/**
 * What one process measures, in a registry of Prometheus' client library; from any thread. A metric
 * has at most {@value #MAX_SERIES} combinations of labels, so that nobody can make it grow: what
 * comes later is counted under {@code overflow}.
 */
public final class NodeMetrics implements Meter {

  /** Combinations of labels that one metric may have. */
  public static final int MAX_SERIES = 256;

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Map<String, Family> families = new ConcurrentHashMap<>();

  /** A metric, the library's series of some labels, and the labels that there are by now. */
  private record Family(Metric metric, Function<String[], Object> known, Set<List<String>> labels) {

    Object of(String... wanted) {
      return known.apply(hasRoomFor(List.of(wanted)) ? wanted : overflow(wanted.length));
    }

    private boolean hasRoomFor(List<String> wanted) {
      synchronized (labels) {
        return labels.contains(wanted) || (labels.size() < MAX_SERIES && labels.add(wanted));
      }
    }

    private static String[] overflow(int length) {
      var late = new String[length];
      Arrays.fill(late, "overflow");
      return late;
    }
  }

  @Override
  public Counter counter(Metric metric, String... labels) {
    var counter = (CounterDataPoint) family(metric, Kind.COUNTER).of(labels);
    return counter::inc;
  }

  @Override
  public Gauge gauge(Metric metric, String... labels) {
    var gauge = (GaugeDataPoint) family(metric, Kind.GAUGE).of(labels);
    return value -> gauge.set(value);
  }

  @Override
  public Distribution distribution(Metric metric, String... labels) {
    var histogram = (DistributionDataPoint) family(metric, Kind.DISTRIBUTION).of(labels);
    return histogram::observe;
  }

  /** Has a gauge without labels read whenever somebody looks. */
  public void observe(Metric metric, DoubleSupplier value) {
    named(GaugeWithCallback.builder().callback(seen -> seen.call(value.getAsDouble())), metric)
        .register(registry);
  }

  /** Where the library's own collectors register. */
  PrometheusRegistry registry() {
    return registry;
  }

  MetricSnapshots scrape() {
    return registry.scrape();
  }

  private Family family(Metric metric, Kind kind) {
    if (metric.kind() != kind) {
      throw new IllegalArgumentException(metric.name() + " is a " + metric.kind());
    }
    var family =
        families.computeIfAbsent(
            metric.name(), name -> new Family(metric, registered(metric), new HashSet<>()));
    if (!family.metric().equals(metric)) {
      throw new IllegalArgumentException("two metrics are named " + metric.name());
    }
    return family;
  }

  private Function<String[], Object> registered(Metric metric) {
    return switch (metric.kind()) {
      case COUNTER -> {
        var builder = io.prometheus.metrics.core.metrics.Counter.builder().withoutExemplars();
        yield named(builder, metric).register(registry)::labelValues;
      }
      case GAUGE -> {
        var builder = io.prometheus.metrics.core.metrics.Gauge.builder().withoutExemplars();
        yield named(builder, metric).register(registry)::labelValues;
      }
      case DISTRIBUTION -> {
        var bounds = metric.bounds().stream().mapToDouble(Double::doubleValue).toArray();
        var builder =
            Histogram.builder().classicOnly().classicUpperBounds(bounds).withoutExemplars();
        yield named(builder, metric).register(registry)::labelValues;
      }
    };
  }

  private static <
          B extends MetricWithFixedMetadata.Builder<B, M>, M extends MetricWithFixedMetadata>
      B named(B builder, Metric metric) {
    builder.name(metric.name()).help(metric.help());
    if (!metric.labels().isEmpty()) {
      builder.labelNames(metric.labels().toArray(String[]::new));
    }
    return switch (metric.unit()) {
      case "seconds" -> builder.unit(Unit.SECONDS);
      case "bytes" -> builder.unit(Unit.BYTES);
      default -> builder;
    };
  }
}
