package io.quorate.engine.core.agreement;

import io.quorate.engine.core.effect.Rejection;
import io.quorate.engine.core.effect.ReplicaIds;
import io.quorate.engine.crypto.Verified;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.View;
import io.quorate.engine.model.message.Message;
import io.quorate.engine.model.message.Message.Commit;
import io.quorate.engine.model.message.Message.PrePrepare;
import io.quorate.engine.model.message.Message.Prepare;
import java.util.Optional;

/** Which proposals and votes a slot gets to see (OSDI '99, §4.2); all others are named. */
public record Proposals(SlotContext context, SlotWindow window, ProposalCheck check) {

  /** Whether this replica is the primary of the current view. */
  boolean isPrimary() {
    return context.configuration().primaryOf(context.rules().view()).equals(context.rules().self());
  }

  Optional<Rejection> refuse(Verified<PrePrepare> proposal, long wallMillis) {
    var message = proposal.message();
    var signer = ReplicaIds.of(proposal.signer());
    return place(message.view(), message.sequence())
        .or(() -> onlyPrimary(signer))
        .or(() -> anotherProposal(proposal))
        .or(() -> context.rules().mayAccept(message))
        .or(() -> check.refuse(message, context.rules().isPlanned(message), wallMillis));
  }

  /**
   * Whether it was a proposal in its view, in force or not, for a number that is open here: then it
   * may stand for a batch that is wanted.
   */
  boolean mayHaveBeenMade(Verified<PrePrepare> proposal) {
    var message = proposal.message();
    var primary = context.configuration().primaryOf(message.view());
    return window.contains(message.sequence()) && ReplicaIds.of(proposal.signer()).equals(primary);
  }

  Optional<Rejection> refusePrepare(Prepare vote, CountedVote counted) {
    return place(vote.view(), vote.sequence())
        .or(() -> neverPrimary(vote.replica()))
        .or(
            () ->
                conflict(
                    window.slot(vote.sequence()).tally().prepares(), counted, vote.sequence()));
  }

  Optional<Rejection> refuseCommit(Commit vote, CountedVote counted) {
    return place(vote.view(), vote.sequence())
        .or(
            () ->
                conflict(window.slot(vote.sequence()).tally().commits(), counted, vote.sequence()));
  }

  /** The signed octets that this vote contradicts, if they are here. */
  Optional<Bytes> contradicted(Verified<? extends Message> message) {
    var at = new SequenceNumber(message.message().statedSequence());
    boolean isHere = message.message().statedView() == context.rules().view().value();
    if (!isHere || !window.contains(at)) {
      return Optional.empty();
    }
    var tally = window.slot(at).tally();
    return message.message() instanceof Prepare
        ? other(tally.prepares(), CountedVote.of(message.as(Prepare.class)))
        : other(tally.commits(), CountedVote.ofCommit(message.as(Commit.class)));
  }

  private static Optional<Bytes> other(Votes votes, CountedVote counted) {
    return votes
        .of(counted.replica())
        .filter(first -> !first.digest().equals(counted.digest()))
        .map(CountedVote::wire);
  }

  private Optional<Rejection> place(View view, SequenceNumber at) {
    if (!view.equals(context.rules().view())) {
      return Optional.of(new Rejection.WrongView(context.rules().view(), view));
    }
    return window.contains(at)
        ? Optional.empty()
        : Optional.of(new Rejection.OutsideWindow(window.low(), window.high(), at));
  }

  private Optional<Rejection> onlyPrimary(ReplicaId signer) {
    var primary = context.configuration().primaryOf(context.rules().view());
    return signer.equals(primary)
        ? Optional.empty()
        : Optional.of(new Rejection.NotThePrimary(primary, signer));
  }

  private Optional<Rejection> neverPrimary(ReplicaId voter) {
    var primary = context.configuration().primaryOf(context.rules().view());
    return voter.equals(primary)
        ? Optional.of(new Rejection.PrimaryPrepared(primary))
        : Optional.empty();
  }

  private Optional<Rejection> anotherProposal(Verified<PrePrepare> proposal) {
    var message = proposal.message();
    return window
        .slot(message.sequence())
        .proposal()
        .map(first -> first.message().digest())
        .filter(first -> !first.equals(message.digest()))
        .map(
            first ->
                new Rejection.Equivocation(
                    ReplicaIds.of(proposal.signer()),
                    message.view(),
                    message.sequence(),
                    first,
                    message.digest()));
  }

  private Optional<Rejection> conflict(Votes votes, CountedVote counted, SequenceNumber at) {
    return votes
        .of(counted.replica())
        .filter(first -> !first.digest().equals(counted.digest()))
        .map(
            first ->
                new Rejection.Equivocation(
                    counted.replica(),
                    context.rules().view(),
                    at,
                    first.digest(),
                    counted.digest()));
  }
}
