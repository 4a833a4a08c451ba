package io.quorate.sim;

import io.quorate.engine.replica.Meter;
import java.util.Map;

/** Counts a replica's transitions and what it refused, and sees when it halts. */
final class SimulatedMeter implements Meter {

  private static final String TRANSITIONS = "quorate_transitions_total";
  private static final String REFUSALS = "quorate_rejected_total";
  private static final String EVIDENCE = "quorate_evidence_total";
  private static final String VIEW = "quorate_view";
  private static final String HALT = "_HALTED";

  private final int replica;
  private final Tally transitions;
  private final Tally refusals;
  private final Transcript transcript;
  private long view;
  private Runnable halted = () -> {};

  SimulatedMeter(int replica, Tally transitions, Tally refusals, Transcript transcript) {
    this.replica = replica;
    this.transitions = transitions;
    this.refusals = refusals;
    this.transcript = transcript;
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
      transcript.transition(replica, kind);
      if (kind.endsWith(HALT)) {
        halted.run();
      }
    }
  }

  @Override
  public void gauge(String name, long value) {
    if (name.equals(VIEW) && value != view) {
      view = value;
      transcript.view(replica, view);
    }
  }
}
