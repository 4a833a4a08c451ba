package io.quorate.engine.replica;

import io.quorate.engine.model.Bounded;
import io.quorate.engine.model.Configuration;
import io.quorate.engine.model.View;
import io.quorate.engine.spi.EngineMetrics;
import io.quorate.engine.spi.Meter;
import java.util.EnumMap;
import java.util.Map;

/** Shows a replica's mode, its view and whom it hears. */
final class ModeMeter {

  private final Meter meter;
  private final Meter.Gauge view;
  private final Meter.Gauge reachable;
  private final Meter.Gauge oldest;

  @Bounded(by = Bounded.FIXED)
  private final Map<Mode, Meter.Gauge> modes = new EnumMap<>(Mode.class);

  ModeMeter(Meter meter, Configuration configuration) {
    this.meter = meter;
    this.view = meter.gauge(EngineMetrics.VIEW);
    this.reachable = meter.gauge(EngineMetrics.REACHABLE);
    this.oldest = meter.gauge(EngineMetrics.OLDEST_REQUEST);
    meter.gauge(EngineMetrics.QUORUM).set(configuration.quorum().size());
    for (var mode : Mode.values()) {
      modes.put(mode, meter.gauge(EngineMetrics.MODE, mode.toString()));
      modes.get(mode).set(mode == Mode.RECOVERING ? 1 : 0);
    }
  }

  void became(Mode last, Mode next) {
    meter.counter(EngineMetrics.MODE_TRANSITIONS, last.toString(), next.toString()).increment();
    modes.get(last).set(0);
    modes.get(next).set(1);
  }

  void ignored(Replica.Command command) {
    meter.counter(EngineMetrics.IGNORED, command.getClass().getSimpleName()).increment();
  }

  void onTick(View now, int heard, long waitedNanos) {
    view.set(now.value());
    reachable.set(heard);
    oldest.set(waitedNanos / 1e9);
  }
}
