package io.quorate.engine.client;

import io.quorate.engine.model.Bounded;
import io.quorate.engine.model.message.Message.Refusal;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * What replicas gave as their reasons not to take one request. One replica's word proves nothing; a
 * correct one is among f + 1.
 */
final class Refusals {

  private final int weak;

  @Bounded(by = ClientBuffers.IN_FLIGHT)
  private final TreeMap<Integer, Heard> latest = new TreeMap<>();

  private record Heard(Refusal.Reason reason, long retryNanos, int attempt) {}

  /**
   * @param weak f + 1
   */
  Refusals(int weak) {
    this.weak = weak;
  }

  /** Takes a refusal that its replica signed; the latest of each counts. */
  void add(Refusal refusal, int attempt) {
    long retry = TimeUnit.MILLISECONDS.toNanos(refusal.retryAfterMillis());
    latest.put(refusal.replica().value(), new Heard(refusal.reason(), retry, attempt));
  }

  /**
   * What the request comes to by the word of f + 1; empty while it may still be taken in, or has
   * been by others.
   */
  Optional<RequestFailed> verdict() {
    if (count(Refusal.Reason.TOO_LARGE) >= weak) {
      return Optional.of(RequestFailed.tooLarge());
    }
    return count(Refusal.Reason.EXPIRED) >= weak
        ? Optional.of(
            new RequestFailed.Indeterminate(
                "the group does not remember what became of it: its session or number is too old"))
        : Optional.empty();
  }

  private long count(Refusal.Reason reason) {
    return latest.values().stream().filter(each -> each.reason() == reason).count();
  }

  /**
   * For how long f + 1 replicas ask to be left alone, if so many had no room for this attempt; in
   * nanoseconds. Liars among them may say anything, so whoever uses it bounds it.
   */
  OptionalLong retryAfter(int attempt) {
    var waits =
        latest.values().stream()
            .filter(each -> each.attempt() == attempt && hasNoRoom(each.reason()))
            .mapToLong(Heard::retryNanos)
            .sorted()
            .toArray();
    return waits.length < weak ? OptionalLong.empty() : OptionalLong.of(waits[weak - 1]);
  }

  private static boolean hasNoRoom(Refusal.Reason reason) {
    return reason == Refusal.Reason.OVERLOADED || reason == Refusal.Reason.NOT_READY;
  }
}
