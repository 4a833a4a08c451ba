package io.quorate.engine.client;

import io.quorate.engine.codec.Unverified;
import io.quorate.engine.model.Bounded;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.RequestId;
import io.quorate.engine.model.message.Message.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A request that is not answered: who asked, what replicas said of it, when it is sent again. Each
 * ask has a deadline of its own; they were asked in the order of their deadlines. Times are in
 * nanoseconds of the client's monotonic clock.
 */
final class InFlightRequest {

  private final RequestId id;
  private final Bytes wire;

  @Bounded(by = ClientBuffers.IN_FLIGHT)
  private final List<RequestBundler.Ask> asks;

  private final ReplyCollector replies;
  private final Refusals refusals;
  private int late;
  private int attempts;
  private long sent;
  private long next;

  /**
   * @param weak f + 1
   */
  InFlightRequest(RequestId id, Bytes wire, List<RequestBundler.Ask> asks, int weak) {
    this.id = id;
    this.wire = wire;
    this.asks = asks;
    this.replies = new ReplyCollector(weak);
    this.refusals = new Refusals(weak);
  }

  RequestId id() {
    return id;
  }

  Bytes wire() {
    return wire;
  }

  /** When it was sent last. */
  long sent() {
    return sent;
  }

  /** It is sent now, and again when nobody answers for so long. */
  void sending(long now, Backoff backoff) {
    attempts++;
    sent = now;
    next = now + backoff.after(attempts);
  }

  boolean isDue(long now) {
    return now - next >= 0;
  }

  /**
   * Takes what a replica says of it.
   *
   * @return what f + 1 of them say
   */
  Optional<ClaimedResults> add(
      ReplicaId replica, ClaimedResults claimed, Predicate<Unverified> isSigned) {
    boolean fits = claimed.results().filter(results -> results.size() > asks.size()).isEmpty();
    return fits ? replies.add(replica.value(), claimed, isSigned) : Optional.empty();
  }

  /**
   * Takes a refusal whose signature was found good.
   *
   * @return what the request has come to, if f + 1 say so
   */
  Optional<RequestFailed> add(Refusal refusal, long now, Backoff backoff) {
    refusals.add(refusal, attempts);
    refusals
        .retryAfter(attempts)
        .ifPresent(hint -> next = Math.min(next, now + backoff.after(attempts, hint)));
    return refusals.verdict();
  }

  /** Asks whose time is over, each told once. */
  List<RequestBundler.Ask> expired(long now) {
    int from = late;
    while (late < asks.size() && asks.get(late).pendingAsk().deadline() - now <= 0) {
      late++;
    }
    return asks.subList(from, late);
  }

  /** Who still waits: the operations from this index on. */
  int firstWaiting() {
    return late;
  }

  boolean hasNobodyWaiting() {
    return late == asks.size();
  }

  List<RequestBundler.Ask> asks() {
    return asks;
  }
}
