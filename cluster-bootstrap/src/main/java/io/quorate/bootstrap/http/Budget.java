package io.quorate.bootstrap.http;

import io.quorate.engine.model.Bounded;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes that requests and answers may have together. Who does not fit waits in line, without
 * being read. The limit follows the group's pace, as a congestion window does: it starts low,
 * answers slower than {@code slow} halve it, others let it grow while it is made use of. So what is
 * let in is answered in time, and what is not is refused early. Used by the server's thread only,
 * but for {@link #inUse}.
 */
final class Budget {

  /** What a request counts for beside its body and answer. */
  static final int OVERHEAD = 1_024;

  /** The limit starts here and never gets smaller. */
  static final long LEAST = 8L << 20;

  private static final int GROWTH = 16;

  private final long most;
  private final long slow;
  private final AtomicLong held = new AtomicLong();

  @Bounded(by = HttpBuffers.BODIES)
  private final ArrayDeque<Claim> line = new ArrayDeque<>();

  private long limit;
  private long halved = Long.MIN_VALUE / 2;

  /**
   * @param most bytes, whatever the pace
   * @param slow nanoseconds that an answer may take before the limit shrinks
   */
  Budget(long most, long slow) {
    this.most = most;
    this.slow = slow;
    this.limit = Math.min(LEAST, most);
  }

  /** Somebody who waits for room. */
  static final class Claim {
    private final long bytes;
    private Runnable granted;

    private Claim(long bytes, Runnable granted) {
      this.bytes = bytes;
      this.granted = granted;
    }

    /** Leaves the line. */
    void withdraw() {
      granted = null;
    }

    private boolean isWithdrawn() {
      return granted == null;
    }
  }

  /** Holds bytes that are there already, whether they fit or not. */
  Lease hold(long bytes) {
    held.addAndGet(bytes);
    return new Lease(this, bytes);
  }

  /** Whether so many bytes fit now; nobody overtakes those who wait. */
  boolean fits(long bytes) {
    return isLineEmpty() && roomFor(bytes);
  }

  /** Has {@code granted} run once there is room. It then takes a lease. */
  Claim await(long bytes, Runnable granted) {
    var claim = new Claim(bytes, granted);
    line.add(claim);
    return claim;
  }

  /** An answer took so long. */
  void answered(long now, long took) {
    if (took > slow && now - halved > slow) {
      halved = now;
      limit = Math.max(LEAST, limit / 2);
    } else if (took <= slow && inUse() > limit / 2) {
      limit = Math.min(most, limit + limit / GROWTH);
    }
  }

  /** From any thread. */
  long inUse() {
    return held.get();
  }

  long limit() {
    return limit;
  }

  void released(long bytes) {
    held.addAndGet(-bytes);
    while (!isLineEmpty() && roomFor(line.peek().bytes)) {
      line.remove().granted.run();
    }
  }

  private boolean isLineEmpty() {
    while (!line.isEmpty() && line.peek().isWithdrawn()) {
      line.remove();
    }
    return line.isEmpty();
  }

  /** What is larger than the limit is let in when nothing else is. */
  private boolean roomFor(long bytes) {
    long used = held.get();
    return used == 0 || used + bytes <= limit;
  }
}
