package io.quorate.engine.core.viewchange;

import java.time.Duration;

/**
 * How long a primary is given. Doubles with every view that brings no progress, up to a ceiling,
 * and halves for every span as long as itself without another failure, so that nobody can inflate
 * it for good. It does not fall at the first progress: a group that is slow throughout would lose a
 * view for every few slots. Not thread-safe; knows no clock.
 */
public final class ViewTimeout {

  private final long base;
  private final long ceiling;
  private long current;
  private long steadySince;

  public ViewTimeout(Duration base, Duration ceiling) {
    if (base.isNegative() || base.isZero() || ceiling.compareTo(base) < 0) {
      throw new IllegalArgumentException("the time-out must be positive and below its ceiling");
    }
    this.base = base.toNanos();
    this.ceiling = ceiling.toNanos();
    this.current = this.base;
  }

  /** Nanoseconds. */
  long current() {
    return current;
  }

  /** Nanoseconds; what {@link #current} returns to. */
  long base() {
    return base;
  }

  /** Nanoseconds; the most that {@link #current} grows to. */
  long ceiling() {
    return ceiling;
  }

  /** A view is in force from now on, or watched anew; none of the time before was steady. */
  void begin(long now) {
    steadySince = now;
  }

  /** Something was executed in the view that is in force. */
  void progressed(long now) {
    while (current > base && now - steadySince >= current) {
      steadySince += current;
      current = Math.max(base, current / 2);
    }
  }

  void failed() {
    current = Math.min(ceiling, current * 2);
  }
}
