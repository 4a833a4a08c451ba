package io.quorate.sim.adversary;

import io.quorate.engine.codec.Canonical;
import io.quorate.engine.model.message.Message.PrePrepare;
import java.util.ArrayList;
import java.util.List;

/**
 * A primary that says something else for the slots that it proposed last with all that it sends,
 * also when its view has ended and another primary orders.
 */
final class ContradictingPrimary implements Adversary {

  private static final int AT_ONCE = 2;
  private static final int RECENT = 8;

  private final Means means;
  private final List<PrePrepare> proposed = new ArrayList<>();

  ContradictingPrimary(Means means) {
    this.means = means;
  }

  @Override
  public List<Sent> rewrite(Sent honest) {
    var sent = new ArrayList<Sent>();
    sent.add(honest);
    if (!means.tellsPeer(honest)) {
      return sent;
    }
    if (honest.message() instanceof PrePrepare proposal && !proposal.batch().isNull()) {
      proposed.add(proposal);
    }
    for (int i = 0; i < AT_ONCE && !proposed.isEmpty(); i++) {
      int back = 1 + means.random().nextInt(Math.min(RECENT, proposed.size()));
      sent.add(means.signed(honest.to(), another(proposed.get(proposed.size() - back))));
    }
    return sent;
  }

  private PrePrepare another(PrePrepare proposal) {
    var batch = proposal.batch();
    long later = batch.timestamp() + 1 + means.random().nextInt(1_000_000);
    var other = Canonical.batch(later, batch.requests());
    return new PrePrepare(proposal.view(), proposal.sequence(), other);
  }
}
