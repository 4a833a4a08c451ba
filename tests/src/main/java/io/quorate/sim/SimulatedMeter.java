package io.quorate.sim;

import io.quorate.engine.replica.Mode;
import io.quorate.engine.spi.EngineMetrics;
import io.quorate.engine.spi.Meter;
import io.quorate.engine.spi.Metric;
import java.util.Map;
import java.util.function.Consumer;

/** Counts a replica's transitions and what it refused, and sees what it becomes. */
final class SimulatedMeter implements Meter {

  private final int replica;
  private final Tally transitions;
  private final Tally refusals;
  private final Transcript transcript;
  private long view;
  private Consumer<Mode> becoming = mode -> {};
  private Runnable stable = () -> {};

  SimulatedMeter(int replica, Tally transitions, Tally refusals, Transcript transcript) {
    this.replica = replica;
    this.transitions = transitions;
    this.refusals = refusals;
    this.transcript = transcript;
  }

  void whenBecoming(Consumer<Mode> action) {
    becoming = action;
  }

  void whenStable(Runnable action) {
    stable = action;
  }

  @Override
  public Counter counter(Metric metric, String... labels) {
    if (metric.equals(EngineMetrics.REJECTED)) {
      return by -> refusals.addAll(Map.of(labels[0], by));
    }
    if (metric.equals(EngineMetrics.EVIDENCE)) {
      return by -> refusals.addAll(Map.of("evidence of " + labels[0], by));
    }
    if (metric.equals(EngineMetrics.MODE_TRANSITIONS)) {
      return by -> {
        moved(labels[0], labels[1]);
        becoming.accept(Mode.valueOf(labels[1]));
      };
    }
    return metric.equals(EngineMetrics.COORDINATOR_TRANSITIONS)
        ? by -> moved(labels[0], labels[1])
        : by -> {};
  }

  private void moved(String from, String to) {
    var transition = from + "_" + to;
    transitions.count(transition);
    transcript.transition(replica, transition);
  }

  @Override
  public Gauge gauge(Metric metric, String... labels) {
    if (metric.equals(EngineMetrics.VIEW)) {
      return value -> sawView((long) value);
    }
    return metric.equals(EngineMetrics.STABLE) ? value -> stable.run() : value -> {};
  }

  private void sawView(long now) {
    if (now != view) {
      view = now;
      transcript.view(replica, view);
    }
  }

  @Override
  public Distribution distribution(Metric metric, String... labels) {
    return value -> {};
  }
}
