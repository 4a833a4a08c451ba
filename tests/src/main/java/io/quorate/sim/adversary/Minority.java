package io.quorate.sim.adversary;

import io.quorate.engine.codec.Canonical;
import io.quorate.engine.codec.MessageCodec;
import io.quorate.engine.core.NewViewPlan;
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
 * A new primary that names one view change too few, those that show the least, and proposes what
 * would follow from them alone: nothing where only the others had prepared something.
 */
final class Minority implements Adversary {

  private final Means means;
  private final Blinkers blinkers;
  private final Map<Vote, ViewChange> heard = new HashMap<>();
  private final Map<View, NewViewPlan> plans = new HashMap<>();

  private record Vote(long replica, View view) {}

  Minority(Means means) {
    this.means = means;
    this.blinkers = new Blinkers(means.replica());
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
    return blinkers.let(wire);
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
    if (message instanceof ViewChange change) {
      keep(change);
    } else if (message instanceof NewView begun) {
      return List.of(means.signed(honest.to(), withFew(begun)));
    } else if (message instanceof PrePrepare proposal && plans.containsKey(proposal.view())) {
      return List.of(means.signed(honest.to(), planned(proposal)));
    }
    return List.of(honest);
  }

  private NewView withFew(NewView honest) {
    var view = honest.view();
    var known =
        honest.justifications().stream()
            .filter(each -> heard.containsKey(new Vote(each.replica().value(), view)))
            .sorted(Comparator.comparingInt((Justification each) -> shown(each, view)))
            .limit(new Quorum(means.group()).size() - 1L)
            .toList();
    plans.put(
        view,
        NewViewPlan.of(
            known.stream()
                .map(each -> heard.get(new Vote(each.replica().value(), view)))
                .toList()));
    return new NewView(view, known);
  }

  private int shown(Justification change, View view) {
    return heard.get(new Vote(change.replica().value(), view)).prepared().size();
  }

  private PrePrepare planned(PrePrepare honest) {
    var nothing = Canonical.nullBatch();
    boolean empty =
        plans.get(honest.view()).at(honest.sequence()).filter(nothing.digest()::equals).isPresent();
    return empty ? new PrePrepare(honest.view(), honest.sequence(), nothing) : honest;
  }
}
