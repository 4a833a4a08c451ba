package io.quorate.sim.adversary;

import io.quorate.engine.codec.Canonical;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.View;
import io.quorate.engine.model.message.Message.Commit;
import io.quorate.engine.model.message.Message.PrePrepare;
import io.quorate.engine.model.message.Message.Prepare;
import java.util.List;

/**
 * Tells one half of the group one thing and the other half another: as primary two batches for one
 * slot, as backup the votes that go with them. Several of them conspire.
 */
public final class Equivocator implements Adversary {

  private final Means means;
  private final SelfConvictionFilter selfConvictionFilter;

  public Equivocator(Means means) {
    this.means = means;
    this.selfConvictionFilter = new SelfConvictionFilter(means.replica());
  }

  @Override
  public List<Sent> rewrite(Sent honest) {
    if (!means.isReplica(honest.to())) {
      return List.of(honest);
    }
    int to = honest.to();
    var message = honest.message();
    if (message instanceof PrePrepare proposal) {
      return List.of(propose(honest, proposal));
    }
    if (message instanceof Prepare vote) {
      var digest = voted(vote.view(), vote.sequence(), vote.digest(), to);
      var other = new Prepare(vote.view(), vote.sequence(), digest, means.self());
      return List.of(means.signed(to, other));
    }
    if (message instanceof Commit vote) {
      var digest = voted(vote.view(), vote.sequence(), vote.digest(), to);
      var other = new Commit(vote.view(), vote.sequence(), digest, means.self());
      return List.of(means.signed(to, other));
    }
    return List.of(honest);
  }

  @Override
  public boolean hears(Bytes wire) {
    return selfConvictionFilter.let(wire);
  }

  private Sent propose(Sent honest, PrePrepare proposal) {
    var batch = proposal.batch();
    if (batch.isNull()) {
      return honest;
    }
    var other = Canonical.batch(batch.timestamp() + 1, batch.requests());
    var place = new EquivocationPlan.Place(proposal.view(), proposal.sequence());
    means.equivocationPlan().agree(place, batch.digest(), other.digest());
    return isOnSecondSide(honest.to(), proposal.sequence())
        ? means.signed(honest.to(), new PrePrepare(proposal.view(), proposal.sequence(), other))
        : honest;
  }

  private Digest voted(View view, SequenceNumber at, Digest honest, int to) {
    var place = new EquivocationPlan.Place(view, at);
    return means.equivocationPlan().at(place, isOnSecondSide(to, at), honest);
  }

  /** Every slot splits the group anew, so that all splits come up. */
  private static boolean isOnSecondSide(int replica, SequenceNumber at) {
    long mixed = (at.value() + 1) * 0x9E3779B97F4A7C15L;
    return ((mixed >>> 40 >>> replica) & 1) == 1;
  }
}
