package io.quorate.engine.core;

import io.quorate.engine.model.Digest;
import io.quorate.engine.model.Membership;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.message.Message.Fetch;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * What is missing and whom to ask for it: first whoever referred to it, then the others in turn. A
 * short patience first, for a client's request is usually just on its way.
 */
final class Fetching {

  private static final int MOST_DIGESTS = 256;
  static final int MOST_WANTED = 16_384;

  private final Membership membership;
  private final ReplicaId self;
  private final long patience;
  private final LinkedHashMap<Digest, Wanted> wanted = new LinkedHashMap<>();

  private record Wanted(int nextPeer, long since, int attempts) {}

  /**
   * @param patience nanoseconds before a first and between further attempts
   */
  Fetching(Membership membership, ReplicaId self, long patience) {
    this.membership = membership;
    this.self = self;
    this.patience = patience;
  }

  void want(Collection<Digest> digests, ReplicaId first, long now) {
    for (var digest : digests) {
      if (wanted.size() < MOST_WANTED) {
        wanted.putIfAbsent(digest, new Wanted(first.value(), now, 0));
      }
    }
  }

  boolean wants(Digest digest) {
    return wanted.containsKey(digest);
  }

  void got(Digest digest) {
    wanted.remove(digest);
  }

  void forget() {
    wanted.clear();
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
        entry.setValue(new Wanted(peer.value() + 1, now, want.attempts() + 1));
      }
    }
    var effects = new ArrayList<Effect>();
    asks.forEach(
        (peer, digests) ->
            effects.add(new Effect.Say(new Fetch(self, digests), Optional.of(peer))));
    return effects;
  }

  private ReplicaId peer(int index) {
    int peer = index % membership.size();
    return new ReplicaId(peer == self.value() ? (peer + 1) % membership.size() : peer);
  }
}
