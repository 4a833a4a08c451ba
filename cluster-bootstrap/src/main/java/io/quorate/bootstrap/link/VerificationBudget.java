package io.quorate.bootstrap.link;

import java.util.function.LongSupplier;

/**
 * How many checks of signatures a caller may cost: on a busy machine they are taken from others. It
 * has some each second, and a reserve, for what piled up during a pause. A replica has beside those
 * that this process earns it by the votes that it sends itself, for correct replicas all say about
 * as much.
 */
final class VerificationBudget {

  private static final double NANOS = 1e9;
  private static final long RESERVE = 4_096;
  private static final long PER_SECOND = 4_000;

  private final LongSupplier earned;
  private double left = RESERVE;
  private long votes;
  private long at;

  private VerificationBudget(LongSupplier earned, long now) {
    this.earned = earned;
    this.votes = earned.getAsLong();
    this.at = now;
  }

  static VerificationBudget ofReplica(Traffic traffic, long now) {
    return new VerificationBudget(traffic::votesSent, now);
  }

  static VerificationBudget ofClient(long now) {
    return new VerificationBudget(() -> 0, now);
  }

  synchronized void spend(int checks) {
    left -= checks;
  }

  /** Whether the caller must wait until more is earned. */
  synchronized boolean isSpent(long now) {
    long said = earned.getAsLong();
    left = Math.min(RESERVE, left + said - votes + (now - at) / NANOS * PER_SECOND);
    votes = said;
    at = now;
    return left <= 0;
  }
}
