package io.quorate.bench.report;

import io.quorate.engine.model.ProtocolRules;
import io.quorate.engine.model.Quorum;

/**
 * What a slot costs a whole group of n by the protocol, as docs/performance.md derives it: at most,
 * for what a quorum no longer needs is not checked, and slots in flight share forces.
 *
 * @param bundles requests of clients in a slot
 */
record CostModel(int n, double bundles) {

  /** Octets of a PREPARE or COMMIT. */
  private static final int VOTE = 155;

  private static final double CHECKPOINTS = 1.0 / ProtocolRules.DEFAULT.checkpointInterval();

  /** PRE-PREPAREs n-1, PREPAREs (n-1)^2, COMMITs n(n-1), replies n to one client. */
  double messages() {
    return votes() + n + CHECKPOINTS * n * (n - 1);
  }

  /** Of votes alone: no slot is told with less. */
  double leastOctets() {
    return votes() * VOTE;
  }

  double signed() {
    return 3.0 * n + CHECKPOINTS * n;
  }

  double checked() {
    return votes() + n * bundles + CHECKPOINTS * n * (n - 1);
  }

  /** The votes that decide, and no more: q - 1 of each phase by every replica. */
  double leastChecked() {
    return 2.0 * n * (new Quorum(n).size() - 1) + n * bundles;
  }

  double forces() {
    return 2.0 * n;
  }

  private double votes() {
    return 2.0 * n * (n - 1);
  }
}
