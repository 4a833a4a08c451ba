package io.quorate.bootstrap.link;

/**
 * How many checks of signatures a peer may cost: on a busy machine they are taken from others. A
 * peer has those that this process earns it by the votes that it sends itself, for correct replicas
 * all say about as much; some each second beside; and a reserve, for what piled up during a pause.
 */
final class Ration {

  private static final double NANOS = 1e9;
  private static final long RESERVE = 4_096;
  private static final long PER_SECOND = 4_000;

  private final Traffic traffic;
  private double left = RESERVE;
  private long votes;
  private long at;

  Ration(Traffic traffic, long now) {
    this.traffic = traffic;
    this.votes = traffic.votesSent();
    this.at = now;
  }

  synchronized void spend(int checks) {
    left -= checks;
  }

  /** Whether the peer must wait until more is earned. */
  synchronized boolean isSpent(long now) {
    long said = traffic.votesSent();
    left = Math.min(RESERVE, left + said - votes + (now - at) / NANOS * PER_SECOND);
    votes = said;
    at = now;
    return left <= 0;
  }
}
