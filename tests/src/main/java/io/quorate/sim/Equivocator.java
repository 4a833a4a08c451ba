package io.quorate.sim;

import io.quorate.engine.codec.Canonical;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.View;
import io.quorate.engine.model.message.Message.Commit;
import io.quorate.engine.model.message.Message.PrePrepare;
import io.quorate.engine.model.message.Message.Prepare;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells one half of the group one thing and the other half another: as primary two batches for one
 * slot, as backup the votes that go with them. Several of them conspire.
 */
final class Equivocator implements Adversary {

  private final Means means;
  private final Conspiracy conspiracy;

  /** What is to be said to either side about a slot. */
  static final class Conspiracy {
    private final Map<Place, Digest> first = new HashMap<>();
    private final Map<Place, Digest> second = new HashMap<>();

    private record Place(View view, SequenceNumber sequence) {}

    private Digest at(Place place, boolean secondSide, Digest otherwise) {
      return (secondSide ? second : first).getOrDefault(place, otherwise);
    }
  }

  Equivocator(Means means) {
    this.means = means;
    this.conspiracy = means.conspiracy();
  }

  @Override
  public List<Sent> rewrite(Sent honest) {
    if (honest.to() >= means.group()) {
      return List.of(honest);
    }
    var message = honest.message();
    if (message instanceof PrePrepare proposal) {
      return List.of(propose(honest, proposal));
    }
    if (message instanceof Prepare vote) {
      var digest = voted(vote.view(), vote.sequence(), vote.digest(), honest.to());
      return List.of(
          means.signed(
              honest.to(),
              new Prepare(vote.view(), vote.sequence(), digest, new ReplicaId(means.replica()))));
    }
    if (message instanceof Commit vote) {
      var digest = voted(vote.view(), vote.sequence(), vote.digest(), honest.to());
      return List.of(
          means.signed(
              honest.to(),
              new Commit(vote.view(), vote.sequence(), digest, new ReplicaId(means.replica()))));
    }
    return List.of(honest);
  }

  private Sent propose(Sent honest, PrePrepare proposal) {
    var batch = proposal.batch();
    if (batch.isNull()) {
      return honest;
    }
    var other = Canonical.batch(batch.timestamp() + 1, batch.requests());
    var place = new Conspiracy.Place(proposal.view(), proposal.sequence());
    conspiracy.first.put(place, batch.digest());
    conspiracy.second.put(place, other.digest());
    return isOnSecondSide(honest.to(), proposal.sequence())
        ? means.signed(honest.to(), new PrePrepare(proposal.view(), proposal.sequence(), other))
        : honest;
  }

  private Digest voted(View view, SequenceNumber at, Digest honest, int to) {
    return conspiracy.at(new Conspiracy.Place(view, at), isOnSecondSide(to, at), honest);
  }

  /** Every slot splits the group anew, so that all splits come up. */
  private static boolean isOnSecondSide(int replica, SequenceNumber at) {
    long mixed = (at.value() + 1) * 0x9E3779B97F4A7C15L;
    return ((mixed >>> 40 >>> replica) & 1) == 1;
  }
}
