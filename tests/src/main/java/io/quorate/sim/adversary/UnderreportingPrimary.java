package io.quorate.sim.adversary;

import io.quorate.engine.codec.Canonical;
import io.quorate.engine.codec.MessageCodec;
import io.quorate.engine.core.agreement.NewViewPlan;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Quorum;
import io.quorate.engine.model.View;
import io.quorate.engine.model.message.Message.NewView;
import io.quorate.engine.model.message.Message.NewView.Justification;
import io.quorate.engine.model.message.Message.PrePrepare;
import io.quorate.engine.model.message.Message.ViewChange;
import io.quorate.engine.model.message.MessageType;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A new primary that shows nothing of what it prepared itself, names one view change too few, those
 * that show the least, and proposes what would follow from them alone.
 */
final class UnderreportingPrimary implements Adversary {

  private final Means means;
  private final SelfConvictionFilter selfConvictionFilter;
  private final Map<Vote, ViewChange> heard = new HashMap<>();
  private final Map<View, NewViewPlan> plans = new HashMap<>();

  private record Vote(long replica, View view) {}

  UnderreportingPrimary(Means means) {
    this.means = means;
    this.selfConvictionFilter = new SelfConvictionFilter(means.replica());
  }

  @Override
  public boolean hears(Bytes wire) {
    MessageCodec.open(wire)
        .match(
            opened -> {
              if (opened.statement().type() == MessageType.VIEW_CHANGE) {
                MessageCodec.read(opened)
                    .match(message -> keep((ViewChange) message), undecodable -> {});
              }
            },
            undecodable -> {});
    return selfConvictionFilter.let(wire);
  }

  private void keep(ViewChange change) {
    heard.put(new Vote(change.replica().value(), change.view()), change);
  }

  @Override
  public List<Sent> rewrite(Sent honest) {
    if (!means.tellsPeer(honest)) {
      return List.of(honest);
    }
    var message = honest.message();
    if (message instanceof ViewChange change && isOurs(change.view())) {
      var bare = means.viewChange(change.view(), change.stable(), List.of());
      keep(bare);
      return List.of(means.signed(honest.to(), bare));
    } else if (message instanceof NewView begun) {
      return List.of(means.signed(honest.to(), withFew(begun)));
    } else if (message instanceof PrePrepare proposal && plans.containsKey(proposal.view())) {
      return List.of(means.signed(honest.to(), planned(proposal)));
    }
    return List.of(honest);
  }

  private boolean isOurs(View view) {
    return view.value() % means.group() == means.replica();
  }

  private NewView withFew(NewView honest) {
    var view = honest.view();
    var few =
        heard.values().stream()
            .filter(each -> each.view().equals(view))
            .sorted(
                Comparator.comparingInt((ViewChange each) -> each.prepared().size())
                    .thenComparing(each -> each.replica().value()))
            .limit(new Quorum(means.group()).size() - 1L)
            .toList();
    plans.put(view, NewViewPlan.of(few));
    return new NewView(
        view, few.stream().map(each -> new Justification(each.replica(), each.digest())).toList());
  }

  private PrePrepare planned(PrePrepare honest) {
    var nothing = Canonical.nullBatch();
    var planned = plans.get(honest.view()).at(honest.sequence());
    if (honest.batch().isNull()) {
      return honest;
    }
    if (planned.isEmpty()) {
      return Altered.batch(honest);
    }
    return planned.get().equals(nothing.digest())
        ? new PrePrepare(honest.view(), honest.sequence(), nothing)
        : honest;
  }
}
