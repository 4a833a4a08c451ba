package io.quorate.bootstrap.link;

import io.quorate.engine.spi.EngineMetrics;
import io.quorate.engine.spi.Meter;
import io.quorate.engine.spi.Metric;
import io.quorate.engine.spi.RecordingMeter;

/** What a transport measures, by short names. */
final class Counts implements Meter {

  private final RecordingMeter meter = new RecordingMeter();

  @Override
  public Counter counter(Metric metric, String... labels) {
    return meter.counter(metric, labels);
  }

  @Override
  public Gauge gauge(Metric metric, String... labels) {
    return meter.gauge(metric, labels);
  }

  @Override
  public Distribution distribution(Metric metric, String... labels) {
    return meter.distribution(metric, labels);
  }

  /** Messages that were dropped for this reason. */
  long of(String reason) {
    return meter.count(EngineMetrics.DROPPED, reason);
  }

  long of(Metric metric, String label) {
    return meter.count(metric, label);
  }
}
