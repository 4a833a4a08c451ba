package io.quorate.engine.model;

/**
 * How many replicas decide in a group of {@code n}, and why.
 *
 * <p>Safety: any two quorums share a correct replica, {@code 2·size − n ≥ f + 1}. Liveness: the
 * correct replicas alone make one, {@code size ≤ n − f}. With n = 3f + 1 this is 2f + 1 (Castro and
 * Liskov, OSDI '99, §4); for other n, 2f + 1 is not enough.
 *
 * @param n replicas in the configuration; at least 4, so that at least one fault is tolerated
 */
public record Quorum(int n) {

  /** The smallest group that tolerates a fault. */
  public static final int SMALLEST_GROUP = 4;

  public Quorum {
    if (n < SMALLEST_GROUP) {
      throw new IllegalArgumentException("a group needs at least 4 replicas, not " + n);
    }
  }

  /** f, the replicas that may lie. */
  public int faults() {
    return (n - 1) / 3;
  }

  /** Votes that decide. */
  public int size() {
    return (n + faults()) / 2 + 1;
  }

  /** Votes of which at least one is a correct replica's. */
  public int weak() {
    return faults() + 1;
  }
}
