package io.quorate.engine.replica;

import io.quorate.engine.core.ReplicaCore;
import io.quorate.engine.core.antientropy.TokenBucket;
import io.quorate.engine.core.effect.CoreBounds;
import io.quorate.engine.core.viewchange.CoordinatorCore.Observation;
import io.quorate.engine.crypto.Verified;
import io.quorate.engine.model.Bounded;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.message.Message.Request;
import io.quorate.engine.model.message.Message.Status;
import io.quorate.engine.replica.link.PeerLinks;
import io.quorate.engine.spi.Clock;
import io.quorate.engine.spi.Transport;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a {@link Replica} looks at when time passes: who was heard, what waits too long, how far it
 * has come; and what it tells people of it.
 */
final class ReplicaMonitor {

  private static final int RELAYED = 16;

  private static final long SILENT = Duration.ofSeconds(4).toNanos();

  /** The request by which the primary is judged is handed on after this part of the patience. */
  private static final int EARLY = 8;

  /** Who came earlier by this part of the patience was overtaken. */
  private static final int OVERTAKEN = 32;

  private static final int OVERTAKEN_OCTETS = 64 * 1024;

  /**
   * Bytes of requests that are handed on at once, and each second: where large ones wait
   * everywhere, handing all of them on to everybody would be what they wait for.
   */
  private static final long RELAYED_BYTES = 1 << 20;

  private final ReplicaId self;
  private final ReplicaCore core;
  private final ChildRefs children;
  private final Clock clock;
  private final long patience;

  @Bounded(by = CoreBounds.REPLICAS)
  private final TreeMap<ReplicaId, ReplicaState.Peer> peers = new TreeMap<>();

  private final TokenBucket relays = new TokenBucket(RELAYED_BYTES, RELAYED_BYTES);
  private long relayedAt;
  private SequenceNumber executed = SequenceNumber.ZERO;
  private long executedAt;

  /**
   * @param timeout of a view; what waits half as long is handed to everyone
   */
  ReplicaMonitor(
      ReplicaId self, ReplicaCore core, ChildRefs children, Clock clock, Duration timeout) {
    this.self = self;
    this.core = core;
    this.children = children;
    this.clock = clock;
    this.patience = timeout.toNanos() / 2;
  }

  void heard(Status status) {
    children.links().tell(new PeerLinks.PeerHeard(status.replica()));
    peers.put(
        status.replica(),
        new ReplicaState.Peer(status.view(), status.executed(), status.stable(), clock.nanos()));
  }

  /** After each turn: notes progress, and hands on whom the primary is judged by if it is due. */
  void onTurn() {
    if (!relays.isSpent(self, clock.nanos())) {
      core.waiting().handOnSample(patience / EARLY).ifPresent(this::handOn);
    }
    if (core.executed().isAfter(executed)) {
      executed = core.executed();
      executedAt = clock.nanos();
    }
  }

  /** Shows the coordinator and the transfer how things stand. */
  void onTick() {
    relay();
    children
        .coordinator()
        .tell(
            new ViewChangeCoordinator.Observed(
                new Observation(
                    executed.value(),
                    executedAt,
                    core.hasWork() && !core.isBehindTheGroup(),
                    core.waiting().passedOverSince().orElse(Long.MAX_VALUE),
                    core.waiting().allowed(),
                    core.isPrimaryDoubted())));
    children.transfer().tell(new StateTransfer.StateReached(core.executed()));
  }

  /** Replicas that were heard of late, this one among them. */
  int reachable() {
    long since = clock.nanos() - SILENT;
    return 1 + (int) peers.values().stream().filter(peer -> peer.heard() > since).count();
  }

  /** For how long the oldest request has waited; 0 when none does. */
  long oldestNanos() {
    var oldest = core.waiting().oldestPending();
    return oldest.isPresent() ? Math.max(0, clock.nanos() - oldest.getAsLong()) : 0;
  }

  ReplicaState state(Mode mode, String why) {
    var oldest = core.waiting().oldestPending();
    return new ReplicaState(
        self,
        mode,
        why,
        core.view(),
        core.executed(),
        core.stable(),
        oldest.isPresent() ? Optional.of(oldest.getAsLong()) : Optional.empty(),
        clock.nanos(),
        new TreeMap<>(peers),
        core.evidence());
  }

  /** What waits for long may not have reached the primary: everyone gets it from here. */
  private void relay() {
    long now = clock.nanos();
    if (relays.isSpent(self, now)) {
      return;
    }
    core.waiting().overtaken(patience / OVERTAKEN, OVERTAKEN_OCTETS).forEach(this::handOn);
    if (now - relayedAt > patience) {
      relayedAt = now;
      core.waiting().pendingSinceBefore(now - patience, RELAYED).stream()
          .takeWhile(any -> !relays.isSpent(self, now))
          .forEach(this::handOn);
    }
  }

  private void handOn(Verified<Request> request) {
    relays.draw(self, request.wire().length(), clock.nanos());
    children.links().tell(new PeerLinks.Broadcast(request.wire(), Transport.Lane.REQUESTS));
  }
}
