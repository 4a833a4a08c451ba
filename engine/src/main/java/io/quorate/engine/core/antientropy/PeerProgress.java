package io.quorate.engine.core.antientropy;

import io.quorate.engine.core.effect.CoreBounds;
import io.quorate.engine.model.Bounded;
import io.quorate.engine.model.Member;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.message.Message.Status;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Whether this replica is behind, whom it asks then, and when it is time to say where it stands.
 * Peers' claims only decide whom to ask: what they answer carries its own proof.
 */
public final class PeerProgress {

  private final ReplicaId self;
  private final long interval;
  private final long hurriedInterval;

  @Bounded(by = CoreBounds.REPLICAS)
  private final TreeMap<ReplicaId, SequenceNumber> peers = new TreeMap<>();

  private SequenceNumber atLastTick = SequenceNumber.ZERO;
  private SequenceNumber atLastStatus = SequenceNumber.ZERO;
  private ReplicaId lastAsked;
  private long lastStatus = Long.MIN_VALUE / 2;
  private long lastAsk = Long.MIN_VALUE / 2;

  public PeerProgress(ReplicaId self, Duration interval, Duration hurriedInterval) {
    this.self = self;
    this.interval = interval.toNanos();
    this.hurriedInterval = hurriedInterval.toNanos();
    this.lastAsked = self;
  }

  public void heard(Status peer) {
    if (!peer.replica().equals(self)) {
      peers.put(peer.replica(), peer.executed());
    }
  }

  /** A quorum has come so far: whoever of them is asked, each has. */
  public void certified(SequenceNumber executed, List<Member> members) {
    for (var member : members) {
      if (!member.id().equals(self)) {
        peers.merge(member.id(), executed, (known, now) -> now.isAfter(known) ? now : known);
      }
    }
  }

  public boolean isBehind(SequenceNumber executed) {
    return behind(executed) > 0;
  }

  /**
   * Whether {@code weak} peers, so a correct one, say that they are further: then what this replica
   * waits for was served, and the primary is not to blame.
   */
  public boolean isBehindTheGroup(SequenceNumber executed, int weak) {
    return peers.values().stream().filter(each -> each.isAfter(executed)).count() >= weak;
  }

  /** What so many replicas have executed, this one among them, if its peers say the truth. */
  public SequenceNumber executedBy(int many, SequenceNumber executed) {
    var peersDown = peers.values().stream().sorted(Comparator.reverseOrder());
    var all = Stream.concat(Stream.of(executed), peersDown).limit(many).toList();
    return all.size() < many ? SequenceNumber.ZERO : Collections.min(all);
  }

  public long behind(SequenceNumber executed) {
    long most = 0;
    for (var peer : peers.values()) {
      most = Math.max(most, peer.value() - executed.value());
    }
    return most;
  }

  /** The peer to ask: one that is ahead, another each time, and only if nothing moved by itself. */
  public Optional<ReplicaId> onTick(SequenceNumber executed, long now) {
    boolean moved = executed.isAfter(atLastTick);
    atLastTick = executed;
    if (moved || !isBehind(executed) || now - lastAsk < hurriedInterval / 2) {
      return Optional.empty();
    }
    lastAsk = now;
    var next = ahead(executed, peers.tailMap(lastAsked, false)).or(() -> ahead(executed, peers));
    next.ifPresent(peer -> lastAsked = peer);
    return next;
  }

  /** Whether anything was executed since this replica said last where it stands. */
  public boolean hasMoved(SequenceNumber executed) {
    return executed.isAfter(atLastStatus);
  }

  public boolean isStatusDue(boolean hurried, SequenceNumber executed, long now) {
    if (now - lastStatus < (hurried ? hurriedInterval : interval)) {
      return false;
    }
    said(executed, now);
    return true;
  }

  /** Says where it stands. */
  public void said(SequenceNumber executed, long now) {
    lastStatus = now;
    atLastStatus = executed;
  }

  private static Optional<ReplicaId> ahead(
      SequenceNumber executed, SortedMap<ReplicaId, SequenceNumber> among) {
    return among.entrySet().stream()
        .filter(peer -> peer.getValue().isAfter(executed))
        .map(Map.Entry::getKey)
        .findFirst();
  }
}
