package io.quorate.engine.core;

import java.time.Duration;

/**
 * How long a primary is given. Doubles with every view that brings no progress, up to a ceiling,
 * and returns to its base after progress, so that nobody can inflate it for good.
 */
public final class ViewTimeout {

  private final long base;
  private final long ceiling;
  private long current;

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

  void progressed() {
    current = base;
  }

  void failed() {
    current = Math.min(ceiling, current * 2);
  }
}
