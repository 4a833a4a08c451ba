package io.quorate.engine.core.agreement;

import io.quorate.engine.core.effect.Effect;
import io.quorate.engine.core.effect.Evidence;
import io.quorate.engine.core.effect.EvidenceBook;
import io.quorate.engine.core.effect.Rejection;
import io.quorate.engine.core.effect.ReplicaIds;
import io.quorate.engine.crypto.CommittedRequests;
import io.quorate.engine.crypto.Verified;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.View;
import io.quorate.engine.model.certificate.CommitCertificate;
import io.quorate.engine.model.message.Message;
import io.quorate.engine.model.message.Message.Commit;
import io.quorate.engine.model.message.Message.Decided;
import io.quorate.engine.model.message.Message.Decided.Decision;
import io.quorate.engine.model.message.Message.Fetch;
import io.quorate.engine.model.message.Message.PrePrepare;
import io.quorate.engine.model.message.Message.Prepare;
import io.quorate.engine.model.message.Message.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Brings proposals and votes to their slots, and what slots decide to {@link InOrderDelivery}.
 * Votes for a view that is not in force yet wait; all that is refused is named.
 */
public final class Phases {

  public static final long WAITING_OCTETS_PER_PEER = 128L << 10;

  private final Proposals proposals;
  private final SafetyRules rules;
  private final SlotWindow window;
  private final InOrderDelivery delivery;
  private final Fetching fetching;
  private final SlotContext context;
  private final PhaseBoard board;
  private final EvidenceBook evidence;
  private final FutureMessages future = new FutureMessages(WAITING_OCTETS_PER_PEER);

  /** What has to do with this replica's own slots, and with what others say of them. */
  public record SlotRecords(InOrderDelivery delivery, PhaseBoard board, EvidenceBook evidence) {}

  public Phases(Proposals proposals, SlotContext context, Fetching fetching, SlotRecords records) {
    this.board = records.board();
    this.evidence = records.evidence();
    this.proposals = proposals;
    this.rules = context.rules();
    this.window = proposals.window();
    this.delivery = records.delivery();
    this.fetching = fetching;
    this.context = context;
  }

  /** Both clocks of the moment: monotonic nanoseconds, calendar milliseconds. */
  public record Moment(long now, long wall) {}

  public List<Effect> onRequest(Verified<Request> request) {
    var requests = context.requests();
    var digest = request.message().digest();
    requests.add(request);
    if (!fetching.wants(digest)) {
      return List.of();
    }
    requests.hold(request);
    fetching.got(digest);
    return resume();
  }

  public List<Effect> onPrePrepare(Verified<PrePrepare> proposal, Moment at) {
    var message = proposal.message();
    var effects = new ArrayList<Effect>();
    if (fetching.wants(message.digest()) && proposals.mayHaveBeenMade(proposal)) {
      window.keep(proposal);
      fetching.got(message.digest());
      effects.addAll(resume());
    }
    if (postpone(proposal, message.view())) {
      return effects;
    }
    var refusal = proposals.refuse(proposal, at.wall());
    if (refusal.isPresent()) {
      effects.addAll(refuse(refusal.get(), proposal));
      return effects;
    }
    window.keep(proposal);
    window.bytes().put(message.sequence(), message.batch());
    evidence.remember(proposal, false);
    context.requests().ordered(message.batch());
    want(proposal, at.now());
    var slot = window.slot(message.sequence());
    effects.addAll(apply(slot.on(proposal, context)));
    for (var counted : slot.tally().prepares().counted()) {
      effects.addAll(question(counted, proposal));
    }
    return effects;
  }

  private void want(Verified<PrePrepare> proposal, long now) {
    var message = proposal.message();
    var missing = context.requests().missing(message.batch());
    fetching.want(missing, message.sequence(), ReplicaIds.of(proposal.signer()), now);
  }

  /** Asks for what is missing; for what there was no room for as soon as there is. */
  public List<Effect> onTick(long now) {
    if (fetching.isShort()) {
      for (var slot : window.from(window.low().next()).values()) {
        if (slot instanceof Slot.Proposed proposed) {
          want(proposed.accepted(), now);
        }
      }
    }
    return fetching.onTick(now);
  }

  public List<Effect> onPrepare(Verified<Prepare> vote) {
    var message = vote.message();
    if (postpone(vote, message.view())) {
      return List.of();
    }
    var counted = CountedVote.of(vote);
    var refusal = proposals.refusePrepare(message, counted);
    if (refusal.isPresent()) {
      return refuse(refusal.get(), vote);
    }
    var slot = window.slot(message.sequence());
    boolean isNew = slot.tally().prepares().of(counted.replica()).isEmpty();
    var effects = apply(slot.onPrepare(counted, context));
    slot.proposal().filter(known -> isNew).ifPresent(of -> effects.addAll(question(counted, of)));
    return effects;
  }

  /**
   * A vote for another batch than the proposed one: if the primary proposed that one, too, whoever
   * voted for it can show it, and the primary is convicted long before its time-out.
   */
  private List<Effect> question(CountedVote counted, Verified<PrePrepare> proposal) {
    if (counted.digest().equals(proposal.message().digest())) {
      return List.of();
    }
    var ask = new Fetch(rules.self(), List.of(counted.digest()));
    return List.of(new Effect.SignAndSend(ask, Optional.of(counted.replica())));
  }

  public List<Effect> onCommit(Verified<Commit> vote) {
    var message = vote.message();
    if (postpone(vote, message.view())) {
      return List.of();
    }
    var counted = CountedVote.ofCommit(vote);
    return proposals
        .refuseCommit(message, counted)
        .map(why -> refuse(why, vote))
        .orElseGet(() -> apply(window.slot(message.sequence()).onCommit(counted, context)));
  }

  /** This replica's own vote may be shown now, and counts. */
  public List<Effect> onOwn(Verified<? extends Message> vote) {
    return switch (vote.message().type()) {
      case PRE_PREPARE -> {
        window.keep(vote.as(PrePrepare.class));
        evidence.remember(vote.as(PrePrepare.class), false);
        yield List.of();
      }
      case PREPARE -> onPrepare(vote.as(Prepare.class));
      case COMMIT -> onCommit(vote.as(Commit.class));
      default -> List.of();
    };
  }

  /** Decisions that a peer told, as far as they are the next ones. */
  public List<Effect> onDecided(Decided told) {
    var effects = new ArrayList<Effect>();
    for (var decision : told.decisions()) {
      if (contradicts(decision.certificate())) {
        effects.add(conflict(decision.certificate()));
        return effects;
      }
      effects.addAll(told(decision));
    }
    fetching.settle(delivery.executed());
    effects.addAll(resume());
    return effects;
  }

  private List<Effect> told(Decision decision) {
    var effects = new ArrayList<Effect>();
    var present = CommittedRequests.present(decision);
    present.forEach(each -> fetching.got(each.message().digest()));
    if (present.size() < decision.batch().requests().size()) {
      return delivery.heard(decision, present) ? decide(decision.certificate()) : List.of();
    }
    delivery
        .told(decision.certificate(), decision.batch(), present)
        .ifPresent(
            execute -> {
              effects.add(execute);
              effects.addAll(decide(execute.certificate()));
            });
    return effects;
  }

  private boolean contradicts(CommitCertificate certificate) {
    return window
        .decision(certificate.sequence())
        .filter(known -> !known.batch().equals(certificate.batch()))
        .isPresent();
  }

  private static Effect conflict(CommitCertificate certificate) {
    return new Effect.Halt("two batches decided at " + certificate.sequence());
  }

  /** What was said for this view before it was in force. */
  public List<Effect> replay(View view, Moment at) {
    var effects = new ArrayList<Effect>();
    for (var message : future.take(view)) {
      switch (message.message().type()) {
        case PRE_PREPARE -> effects.addAll(onPrePrepare(message.as(PrePrepare.class), at));
        case PREPARE -> effects.addAll(onPrepare(message.as(Prepare.class)));
        default -> effects.addAll(onCommit(message.as(Commit.class)));
      }
    }
    return effects;
  }

  /** Something that was missing came: slots and execution may go on. */
  public List<Effect> resume() {
    var effects = new ArrayList<Effect>();
    for (var slot : List.copyOf(window.from(window.low().next()).values())) {
      if (slot instanceof Slot.Proposed) {
        effects.addAll(apply(slot.advance(context)));
      }
    }
    effects.addAll(delivery.advance());
    return effects;
  }

  public List<Effect> apply(Step step) {
    window.put(step.next());
    board.put(step.next(), rules.isVoting(), proposals.isPrimary());
    var effects = new ArrayList<>(step.effects());
    if (step.next() instanceof Slot.Committed committed) {
      effects.addAll(decide(committed.certificate()));
    }
    return effects;
  }

  /** A decision, made here or told by a peer. */
  private List<Effect> decide(CommitCertificate certificate) {
    return window.decide(certificate).isPresent()
        ? List.of(conflict(certificate))
        : delivery.advance();
  }

  private boolean postpone(Verified<? extends Message> message, View view) {
    boolean ahead =
        view.isAfter(rules.view()) || (view.equals(rules.view()) && rules.isChangingView());
    if (ahead) {
      future.add(message);
    }
    return ahead;
  }

  private Optional<Bytes> contradicted(Verified<? extends Message> message) {
    return message.message() instanceof PrePrepare proposal
        ? evidence.against(proposal)
        : proposals.contradicted(message);
  }

  private List<Effect> refuse(Rejection why, Verified<? extends Message> message) {
    var effects = new ArrayList<Effect>();
    effects.add(new Effect.CountRejection(why, message.signer()));
    contradicted(message)
        .map(first -> new Evidence(ReplicaIds.of(message.signer()), why, first, message.wire()))
        .filter(evidence::keep)
        .ifPresent(kept -> effects.add(new Effect.ReportEvidence(kept)));
    if (message.message() instanceof PrePrepare proposal
        && !proposal.sequence().isAfter(window.high())) {
      evidence.remember(message.as(PrePrepare.class), true);
    }
    if (why instanceof Rejection.Equivocation && message.message() instanceof PrePrepare) {
      effects.add(
          new Effect.SuspectPrimary(rules.view(), "the primary signed two batches for one slot"));
    }
    return effects;
  }
}
