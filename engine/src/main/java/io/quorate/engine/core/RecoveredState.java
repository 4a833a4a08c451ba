package io.quorate.engine.core;

import io.quorate.engine.core.agreement.CountedVote;
import io.quorate.engine.core.agreement.InOrderDelivery;
import io.quorate.engine.core.agreement.NewViewPlan;
import io.quorate.engine.core.agreement.Primary;
import io.quorate.engine.core.agreement.SafetyRules;
import io.quorate.engine.core.agreement.Slot;
import io.quorate.engine.core.agreement.SlotWindow;
import io.quorate.engine.core.antientropy.ViewProof;
import io.quorate.engine.core.request.Requests;
import io.quorate.engine.crypto.CommittedRequests;
import io.quorate.engine.crypto.OwnRecords;
import io.quorate.engine.crypto.Verified;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Fact;
import io.quorate.engine.model.RequestId;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.View;
import io.quorate.engine.model.certificate.StableCheckpoint;
import io.quorate.engine.model.message.Message.Commit;
import io.quorate.engine.model.message.Message.Decided.Decision;
import io.quorate.engine.model.message.Message.PrePrepare;
import io.quorate.engine.model.message.Message.Prepare;
import io.quorate.engine.model.message.Message.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What a former life of this replica left on its disk.
 *
 * @param facts in the order in which they became durable
 * @param from the state that was restored: everything up to here is in it, and the facts have its
 *     checkpoint, which outlives what was trimmed
 * @param decided what was executed again on top of it, in order
 * @param inState which requests that state holds the outcome of
 */
public record RecoveredState(
    List<Fact> facts, SequenceNumber from, List<Decision> decided, Predicate<RequestId> inState) {

  /** A first life. */
  public static final RecoveredState NONE =
      new RecoveredState(List.of(), SequenceNumber.ZERO, List.of(), id -> false);

  public RecoveredState {
    facts = List.copyOf(facts);
    decided = List.copyOf(decided);
  }

  /** The parts of a core that are filled. */
  record Core(
      SafetyRules rules,
      SlotWindow window,
      Requests requests,
      InOrderDelivery delivery,
      Primary primary) {}

  /** The highest view that voting was stopped for. */
  private View entered() {
    return of(Fact.ViewEntered.class).stream()
        .map(Fact.ViewEntered::view)
        .max(View::compareTo)
        .orElse(View.ZERO);
  }

  private Optional<Fact.ViewInstalled> installed() {
    return of(Fact.ViewInstalled.class).stream().max((a, b) -> a.view().compareTo(b.view()));
  }

  /** Why the view is in force in which it voted last. */
  ViewProof proof(long now) {
    return installed()
        .map(
            fact -> {
              var wires = new ArrayList<Bytes>();
              wires.add(fact.newView());
              wires.addAll(fact.viewChanges());
              return new ViewProof(fact.view(), wires, now);
            })
        .orElse(ViewProof.NONE);
  }

  /** Why the facts are not all that this replica promised; empty when they are. */
  public Optional<String> forgotten() {
    return of(Fact.Forgotten.class).stream().map(Fact.Forgotten::what).findFirst();
  }

  /** The highest stable checkpoint that the restored state has reached. */
  Optional<StableCheckpoint> stableUpTo(SequenceNumber executed) {
    return of(Fact.Stabilized.class).stream()
        .map(Fact.Stabilized::checkpoint)
        .filter(checkpoint -> !checkpoint.sequence().isAfter(executed))
        .max((a, b) -> a.sequence().compareTo(b.sequence()));
  }

  private SequenceNumber executed() {
    return decided.isEmpty() ? from : decided.get(decided.size() - 1).certificate().sequence();
  }

  void into(Core core) {
    core.delivery().jump(from);
    var view = installed().map(Fact.ViewInstalled::view).orElse(View.ZERO);
    var low = stableUpTo(executed()).map(StableCheckpoint::sequence).orElse(SequenceNumber.ZERO);
    core.rules().install(view, plan());
    core.primary().begin(plan(), low);
    for (var fact : of(Fact.Promised.class)) {
      if (fact.sequence().isAfter(low)) {
        promised(fact, view, core);
      }
    }
    for (var fact : of(Fact.Prepared.class)) {
      if (fact.certificate().sequence().isAfter(low)) {
        core.window().keep(fact.certificate());
        prepared(fact, view, core.window());
      }
    }
    core.requests().executed(inState);
    for (var decision : decided) {
      core.delivery().recall(decision);
      core.window().decide(decision.certificate());
      core.requests().executed(decision.batch());
      CommittedRequests.requests(decision)
          .ifPresent(all -> all.forEach(request -> core.requests().hold(request)));
    }
    if (entered().isAfter(view)) {
      core.window().endView();
      core.rules().recallEntered(entered());
    }
  }

  /** The stable checkpoint that the view in force begins with. */
  Optional<StableCheckpoint> base() {
    return plan().base();
  }

  private NewViewPlan plan() {
    var changes =
        installed().stream()
            .flatMap(fact -> fact.viewChanges().stream())
            .map(OwnRecords::viewChange)
            .toList();
    return changes.isEmpty() ? NewViewPlan.NONE : NewViewPlan.of(changes);
  }

  private static void promised(Fact.Promised fact, View view, Core core) {
    var proposal = OwnRecords.read(fact.proposal(), PrePrepare.class);
    core.rules().recall(fact.view(), fact.sequence(), proposal.message().digest());
    core.window().keep(proposal);
    fact.requests().forEach(wire -> core.requests().recall(request(wire)));
    if (fact.view().equals(view)) {
      core.requests().ordered(proposal.message().batch());
      core.primary().resume(fact.sequence());
      core.window().bytes().put(fact.sequence(), proposal.message().batch());
      core.window().put(new Slot.PrePrepared(proposal, ownPrepare(fact)));
    }
  }

  private static Verified<Request> request(Bytes wire) {
    return OwnRecords.read(wire, Request.class);
  }

  private static Slot.Tally ownPrepare(Fact.Promised fact) {
    return fact.prepare().isEmpty()
        ? Slot.Tally.EMPTY
        : Slot.Tally.EMPTY.withPrepare(
            CountedVote.of(OwnRecords.read(fact.prepare(), Prepare.class)));
  }

  private static void prepared(Fact.Prepared fact, View view, SlotWindow window) {
    var slot = window.slot(fact.certificate().sequence());
    Verified<PrePrepare> proposal = slot.proposal().orElse(null);
    if (proposal != null && fact.certificate().view().equals(view)) {
      var own = CountedVote.ofCommit(OwnRecords.read(fact.commit(), Commit.class));
      window.put(new Slot.Prepared(proposal, fact.certificate(), slot.tally().withCommit(own)));
    }
  }

  private <F extends Fact> List<F> of(Class<F> kind) {
    return facts.stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
