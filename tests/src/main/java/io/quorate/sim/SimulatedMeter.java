package io.quorate.sim;

import io.quorate.engine.replica.Meter;
import java.util.Map;

/** Counts a replica's transitions and what it refused, and sees when it halts. */
final class SimulatedMeter implements Meter {

  private static final String TRANSITIONS = "quorate_transitions_total";
  private static final String REFUSALS = "quorate_rejected_total";
  private static final String EVIDENCE = "quorate_evidence_total";
  private static final String HALT = "_HALTED";

  private final Tally transitions;
  private final Tally refusals;
  private Runnable halted = () -> {};

  SimulatedMeter(Tally transitions, Tally refusals) {
    this.transitions = transitions;
    this.refusals = refusals;
  }

  void whenHalted(Runnable action) {
    halted = action;
  }

  @Override
  public void count(String name, String kind, long by) {
    if (name.equals(REFUSALS)) {
      refusals.addAll(Map.of(kind, by));
    } else if (name.equals(EVIDENCE)) {
      refusals.addAll(Map.of("evidence of " + kind, by));
    } else if (name.equals(TRANSITIONS)) {
      transitions.count(kind);
      if (kind.endsWith(HALT)) {
        halted.run();
      }
    }
  }

  @Override
  public void gauge(String name, long value) {
    // Where replicas stand is asked of them.
  }
}
