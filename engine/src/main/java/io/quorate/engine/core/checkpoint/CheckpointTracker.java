package io.quorate.engine.core.checkpoint;

import io.quorate.engine.core.effect.CoreBounds;
import io.quorate.engine.crypto.Verified;
import io.quorate.engine.model.Bounded;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.Header;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.certificate.Endorsement;
import io.quorate.engine.model.certificate.QuorumSignature;
import io.quorate.engine.model.certificate.StableCheckpoint;
import io.quorate.engine.model.message.Message.Checkpoint;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * When a checkpoint is stable: a quorum signed equal headers, and this replica's own is the same
 * (OSDI '99, §4.3). Holds at most one vote a replica and number, for numbers up to {@code reach}
 * above what this replica executed.
 */
public final class CheckpointTracker {

  public static final int KEPT_HEADERS = 64;

  private final int interval;
  private final int quorum;
  private final int reach;

  @Bounded(by = CoreBounds.CHECKPOINTS)
  private final TreeMap<Long, TreeMap<ReplicaId, Verified<Checkpoint>>> votes = new TreeMap<>();

  @Bounded(by = CoreBounds.CHECKPOINTS)
  private final TreeMap<Long, Header> own = new TreeMap<>();

  private StableCheckpoint stable;
  private Optional<StableCheckpoint> certified = Optional.empty();

  public CheckpointTracker(int interval, int quorum, int reach, StableCheckpoint genesis) {
    this.interval = interval;
    this.quorum = quorum;
    this.reach = reach;
    this.stable = genesis;
  }

  public StableCheckpoint stable() {
    return stable;
  }

  /**
   * A quorum's certificate for a checkpoint, whoever showed it. If this replica is not there yet it
   * is stable as soon as it is; the highest one is kept.
   */
  void certify(StableCheckpoint checkpoint) {
    var known = certified.map(StableCheckpoint::sequence).orElse(stable.sequence());
    if (checkpoint.sequence().isAfter(known)) {
      certified = Optional.of(checkpoint);
    }
  }

  /** Octets of a replica's CHECKPOINTs above a number, as far as they are not stable yet. */
  public List<Bytes> votesOf(ReplicaId replica, SequenceNumber above) {
    return votes.tailMap(above.value(), false).values().stream()
        .flatMap(at -> Stream.ofNullable(at.get(replica)))
        .map(Verified::wire)
        .toList();
  }

  boolean isDue(SequenceNumber executed) {
    return executed.value() % interval == 0;
  }

  void executed(Header header) {
    own.put(header.sequence().value(), header);
    while (own.size() > KEPT_HEADERS) {
      own.pollFirstEntry();
    }
  }

  private long highestOwn() {
    return own.isEmpty() ? stable.sequence().value() : own.lastKey();
  }

  void count(Verified<Checkpoint> vote) {
    var at = vote.message().header().sequence();
    if (!isDue(at) || !at.isAfter(stable.sequence()) || at.value() > highestOwn() + reach) {
      return;
    }
    votes
        .computeIfAbsent(at.value(), n -> new TreeMap<>())
        .putIfAbsent(vote.message().replica(), vote);
  }

  /** The highest number at which a quorum agrees and this replica's own header is the same. */
  Optional<StableCheckpoint> newlyStable() {
    var here = certified.filter(each -> isOwn(each.header()));
    return here.isPresent() ? here : counted();
  }

  private boolean isOwn(Header header) {
    var here = own.get(header.sequence().value());
    return here != null && here.digest().equals(header.digest());
  }

  private Optional<StableCheckpoint> counted() {
    for (var at : votes.descendingMap().entrySet()) {
      var header = own.get(at.getKey());
      if (header != null && count(at.getValue(), header.digest()) >= quorum) {
        return Optional.of(certificate(header, at.getValue()));
      }
    }
    return Optional.empty();
  }

  /** A header on which a quorum agrees and which is not this replica's: it has diverged. */
  Optional<Divergence> divergence() {
    var shown = certified.map(StableCheckpoint::header).filter(this::isNotOwn);
    if (shown.isPresent()) {
      return Optional.of(new Divergence(own.get(shown.get().sequence().value()), shown.get()));
    }
    for (var at : votes.entrySet()) {
      var header = own.get(at.getKey());
      if (header == null) {
        continue;
      }
      for (var vote : at.getValue().values()) {
        var theirs = vote.message().header();
        if (!theirs.digest().equals(header.digest())
            && count(at.getValue(), theirs.digest()) >= quorum) {
          return Optional.of(new Divergence(header, theirs));
        }
      }
    }
    return Optional.empty();
  }

  private boolean isNotOwn(Header header) {
    return own.containsKey(header.sequence().value()) && !isOwn(header);
  }

  /** What this replica computed and what a quorum did. */
  record Divergence(Header own, Header quorum) {}

  void advance(StableCheckpoint checkpoint) {
    stable = checkpoint;
    certified = certified.filter(each -> each.sequence().isAfter(checkpoint.sequence()));
    votes.headMap(checkpoint.sequence().value(), true).clear();
    own.headMap(checkpoint.sequence().value(), true).clear();
  }

  private static int count(Map<ReplicaId, Verified<Checkpoint>> at, Digest digest) {
    int count = 0;
    for (var vote : at.values()) {
      if (vote.message().header().digest().equals(digest)) {
        count++;
      }
    }
    return count;
  }

  private StableCheckpoint certificate(Header header, Map<ReplicaId, Verified<Checkpoint>> at) {
    var signatures =
        at.values().stream()
            .filter(vote -> vote.message().header().digest().equals(header.digest()))
            .limit(quorum)
            .map(vote -> new Endorsement(vote.message().replica(), vote.signature()))
            .toList();
    return new StableCheckpoint(header, new QuorumSignature.Votes(signatures));
  }
}
