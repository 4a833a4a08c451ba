package io.quorate.sim;

import io.quorate.engine.replica.Mode;
import io.quorate.engine.spi.Meter;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;

/** Counts a replica's transitions and what it refused, and sees what it becomes. */
final class SimulatedMeter implements Meter {

  private static final String TRANSITIONS = "quorate_transitions_total";
  private static final String REFUSALS = "quorate_rejected_total";
  private static final String EVIDENCE = "quorate_evidence_total";
  private static final String STABLE = "quorate_stable";
  private static final String VIEW = "quorate_view";

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
  public void count(String name, String kind, long by) {
    if (name.equals(REFUSALS)) {
      refusals.addAll(Map.of(kind, by));
    } else if (name.equals(EVIDENCE)) {
      refusals.addAll(Map.of("evidence of " + kind, by));
    } else if (name.equals(TRANSITIONS)) {
      transitions.count(kind);
      transcript.transition(replica, kind);
      Arrays.stream(Mode.values())
          .filter(mode -> kind.endsWith("_" + mode))
          .findFirst()
          .ifPresent(becoming);
    }
  }

  @Override
  public void gauge(String name, long value) {
    if (name.equals(VIEW) && value != view) {
      view = value;
      transcript.view(replica, view);
    } else if (name.equals(STABLE)) {
      stable.run();
    }
  }
}
