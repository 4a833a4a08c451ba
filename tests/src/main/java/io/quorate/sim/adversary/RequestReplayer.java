package io.quorate.sim.adversary;

import io.quorate.engine.codec.Canonical;
import io.quorate.engine.model.RequestReference;
import io.quorate.engine.model.message.Message.PrePrepare;
import java.util.ArrayList;
import java.util.List;

/** Orders requests again which were ordered long ago, beside the new ones. */
final class RequestReplayer implements FalseProposer.Lie {

  private static final int AT_ONCE = 3;

  private final Adversary.Means means;
  private final List<RequestReference> seen = new ArrayList<>();

  RequestReplayer(Adversary.Means means) {
    this.means = means;
  }

  @Override
  public PrePrepare inPlaceOf(PrePrepare honest) {
    var references = new ArrayList<>(honest.batch().requests());
    for (int i = 0; i < AT_ONCE && !seen.isEmpty(); i++) {
      var old = seen.get(means.random().nextInt(seen.size()));
      if (references.stream().noneMatch(each -> each.id().equals(old.id()))) {
        references.add(old);
      }
    }
    seen.addAll(honest.batch().requests());
    var batch = Canonical.batch(honest.batch().timestamp() + 1, references);
    return new PrePrepare(honest.view(), honest.sequence(), batch);
  }
}
