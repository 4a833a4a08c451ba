package io.quorate.sim;

import io.quorate.engine.codec.Canonical;
import io.quorate.engine.model.RequestReference;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.message.Message.PrePrepare;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A primary that orders requests again which were ordered long ago, beside the new ones. */
final class Replayer implements Adversary {

  private static final int AT_ONCE = 3;

  private final Means means;
  private final List<RequestReference> seen = new ArrayList<>();
  private final Map<SequenceNumber, PrePrepare> proposed = new HashMap<>();

  Replayer(Means means) {
    this.means = means;
  }

  @Override
  public List<Sent> rewrite(Sent honest) {
    if (honest.to() < means.group()
        && honest.message() instanceof PrePrepare proposal
        && !proposal.batch().isNull()) {
      return List.of(means.signed(honest.to(), again(proposal)));
    }
    return List.of(honest);
  }

  /** The same lie to everyone, so that it is prepared. */
  private PrePrepare again(PrePrepare proposal) {
    var known = proposed.get(proposal.sequence());
    if (known != null && known.view().equals(proposal.view())) {
      return known;
    }
    var references = new ArrayList<>(proposal.batch().requests());
    for (int i = 0; i < AT_ONCE && !seen.isEmpty(); i++) {
      var old = seen.get(means.random().nextInt(seen.size()));
      if (references.stream().noneMatch(each -> each.id().equals(old.id()))) {
        references.add(old);
      }
    }
    seen.addAll(proposal.batch().requests());
    var batch = Canonical.batch(proposal.batch().timestamp() + 1, references);
    var lie = new PrePrepare(proposal.view(), proposal.sequence(), batch);
    proposed.put(proposal.sequence(), lie);
    return lie;
  }
}
