package io.quorate.cluster;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * How fast a client of a test asks: fast enough that something is always under way, slow enough to
 * leave the processors to replicas that start.
 */
final class Pace {

  private static final Duration REST = Duration.ofMillis(40);

  private Pace() {}

  /** As long as the answer says, if it was a refusal; else {@link #rest()}. */
  static void rest(HttpResponse<?> answer) {
    long seconds = answer.headers().firstValueAsLong("Retry-After").orElse(0);
    LockSupport.parkNanos(Math.max(REST.toNanos(), Duration.ofSeconds(seconds).toNanos()));
  }

  /** Between two asks of one client. */
  static void rest() {
    LockSupport.parkNanos(REST.toNanos());
  }
}
