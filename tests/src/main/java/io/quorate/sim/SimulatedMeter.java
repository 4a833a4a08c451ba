package io.quorate.sim;

import io.quorate.engine.replica.Meter;

/** Counts a replica's transitions, and sees when it halts. */
final class SimulatedMeter implements Meter {

  private static final String TRANSITIONS = "quorate_transitions_total";
  private static final String HALT = "_HALTED";

  private final Tally transitions;
  private Runnable halted = () -> {};

  SimulatedMeter(Tally transitions) {
    this.transitions = transitions;
  }

  void whenHalted(Runnable action) {
    halted = action;
  }

  @Override
  public void count(String name, String kind, long by) {
    if (name.equals(TRANSITIONS)) {
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
