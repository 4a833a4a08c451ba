package io.quorate.engine.replica;

import io.quorate.engine.core.effect.Effect;
import io.quorate.engine.spi.EngineMetrics;
import io.quorate.engine.spi.Meter;

/** Shows how far execution has come. */
final class ExecutorMeter {

  private final Meter.Gauge executed;
  private final Meter.Counter operations;
  private final Meter.Counter snapshots;

  ExecutorMeter(Meter meter) {
    this.executed = meter.gauge(EngineMetrics.EXECUTED);
    this.operations = meter.counter(EngineMetrics.OPERATIONS);
    this.snapshots = meter.counter(EngineMetrics.SNAPSHOTS);
  }

  void executed(Effect.Execute batch) {
    executed.set(batch.sequence().value());
    operations.add(batch.batch().operations());
  }

  void saved() {
    snapshots.increment();
  }
}
