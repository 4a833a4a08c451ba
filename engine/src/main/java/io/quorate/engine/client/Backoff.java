package io.quorate.engine.client;

import java.util.random.RandomGenerator;

/**
 * How long an attempt waits for its answer before the next: twice as long each time, up to a
 * ceiling, and up to a quarter more by chance, so that clients which failed together do not come
 * back together. All times are in nanoseconds.
 */
final class Backoff {

  private static final int MOST_DOUBLINGS = 20;
  private static final double JITTER = 0.25;

  private final long first;
  private final long ceiling;
  private final RandomGenerator chance;

  Backoff(long first, long ceiling, RandomGenerator chance) {
    this.first = first;
    this.ceiling = Math.max(first, ceiling);
    this.chance = chance;
  }

  /**
   * @param attempts made so far, at least one
   */
  long after(int attempts) {
    return doubled(first, attempts);
  }

  /** The same after replicas said how long to wait, which counts as far as the ceiling. */
  long after(int attempts, long hint) {
    return doubled(Math.max(1, Math.min(hint, first)), attempts);
  }

  private long doubled(long base, int attempts) {
    long wait = Math.min(ceiling, base << Math.min(attempts - 1, MOST_DOUBLINGS));
    return wait + (long) (wait * JITTER * chance.nextDouble());
  }
}
