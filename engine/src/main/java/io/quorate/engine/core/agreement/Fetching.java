package io.quorate.engine.core.agreement;

import io.quorate.engine.core.effect.CoreBounds;
import io.quorate.engine.core.effect.Effect;
import io.quorate.engine.core.effect.Rejection;
import io.quorate.engine.model.Bounded;
import io.quorate.engine.model.Configuration;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.message.Message.Fetch;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is missing, for which number, and whom to ask for it: first whoever referred to it, then the
 * others in turn. A short patience first, for a client's request is usually just on its way. What
 * is wanted for numbers that are executed is wanted no more, however they came to be. When too much
 * is wanted the highest numbers give way, for the lowest is executed first; {@link #isShort} says
 * so, and the caller wants them again.
 */
public final class Fetching {

  public static final int MOST_WANTED = 16_384;

  private static final int MOST_DIGESTS = 256;

  private final Configuration configuration;
  private final ReplicaId self;
  private final long patience;

  @Bounded(by = CoreBounds.FETCHED)
  private final LinkedHashMap<Digest, Wanted> wanted = new LinkedHashMap<>();

  @Bounded(by = CoreBounds.FETCHED)
  private final TreeMap<Long, LinkedHashSet<Digest>> byNumber = new TreeMap<>();

  private long turnedAway;
  private boolean lacking;

  /**
   * @param at the highest number that needs it
   */
  private record Wanted(int nextPeer, long since, long at) {}

  /**
   * @param patience nanoseconds before a first and between further attempts
   */
  public Fetching(Configuration configuration, ReplicaId self, long patience) {
    this.configuration = configuration;
    this.self = self;
    this.patience = patience;
  }

  /** A batch at this number cannot go on without these. */
  public void want(Collection<Digest> digests, SequenceNumber at, ReplicaId first, long now) {
    for (var digest : digests) {
      var known = wanted.get(digest);
      if (known == null && hasRoomFor(at.value())) {
        put(digest, new Wanted(first.value(), now, at.value()));
      } else if (known == null) {
        turnAway();
      } else if (known.at() < at.value()) {
        got(digest);
        put(digest, new Wanted(known.nextPeer(), known.since(), at.value()));
      }
    }
  }

  public boolean wants(Digest digest) {
    return wanted.containsKey(digest);
  }

  void got(Digest digest) {
    var want = wanted.remove(digest);
    if (want != null) {
      var others = byNumber.get(want.at());
      others.remove(digest);
      if (others.isEmpty()) {
        byNumber.remove(want.at());
      }
    }
  }

  /** All up to here is executed, or in a state that was installed. */
  public void settle(SequenceNumber executed) {
    var settled = byNumber.headMap(executed.value(), true);
    settled.values().forEach(digests -> digests.forEach(wanted::remove));
    settled.clear();
  }

  public void forget() {
    wanted.clear();
    byNumber.clear();
    lacking = false;
  }

  /** Whether something was turned away and there is room for it; told once. */
  boolean isShort() {
    boolean isShort = lacking && wanted.size() < MOST_WANTED;
    lacking &= !isShort;
    return isShort;
  }

  /** Asks for what has been missing for too long; at most one message a peer. */
  List<Effect> onTick(long now) {
    var asks = new LinkedHashMap<ReplicaId, List<Digest>>();
    for (var entry : wanted.entrySet()) {
      var want = entry.getValue();
      if (now - want.since() < patience) {
        continue;
      }
      var peer = peer(want.nextPeer());
      var digests = asks.computeIfAbsent(peer, each -> new ArrayList<>());
      if (digests.size() < MOST_DIGESTS) {
        digests.add(entry.getKey());
        entry.setValue(new Wanted(peer.value() + 1, now, want.at()));
      }
    }
    var effects = new ArrayList<Effect>();
    asks.forEach(
        (peer, digests) ->
            effects.add(new Effect.SignAndSend(new Fetch(self, digests), Optional.of(peer))));
    if (turnedAway > 0) {
      effects.add(new Effect.CountRejection(new Rejection.TooMuchWanted(turnedAway), self.value()));
      turnedAway = 0;
    }
    return effects;
  }

  /** What only higher numbers want gives way. */
  private boolean hasRoomFor(long at) {
    if (wanted.size() < MOST_WANTED) {
      return true;
    }
    var highest = byNumber.lastEntry();
    if (highest.getKey() <= at) {
      return false;
    }
    got(highest.getValue().iterator().next());
    turnAway();
    return true;
  }

  private void turnAway() {
    turnedAway++;
    lacking = true;
  }

  private void put(Digest digest, Wanted want) {
    wanted.put(digest, want);
    byNumber.computeIfAbsent(want.at(), at -> new LinkedHashSet<>()).add(digest);
  }

  private ReplicaId peer(int index) {
    var peer = configuration.inTurn(index);
    return peer.equals(self) ? configuration.inTurn(index + 1L) : peer;
  }
}
