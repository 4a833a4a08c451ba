package io.quorate.engine.core.agreement;

import io.quorate.engine.core.effect.Effect;
import io.quorate.engine.core.effect.ReplicaIds;
import io.quorate.engine.crypto.Verified;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.certificate.CommitCertificate;
import io.quorate.engine.model.certificate.Endorsement;
import io.quorate.engine.model.certificate.PreparedCertificate;
import io.quorate.engine.model.message.Message.PrePrepare;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One sequence number in one view.
 *
 * <pre>
 *   Open ──PRE-PREPARE──▶ Proposed ──all requests here──▶ PrePrepared ──prepare quorum──▶ Prepared
 *                                                             ──commit quorum──▶ Committed
 * </pre>
 *
 * <p>The type says which phase is done and holds exactly its evidence. The primary's PRE-PREPARE
 * counts as its PREPARE (Castro and Liskov, OSDI '99, §4.2). A quorum of COMMITs decides from any
 * phase, for a replica may have missed the rest. Immutable; every method gives the successor.
 */
public sealed interface Slot {

  SequenceNumber sequence();

  Tally tally();

  /** What the primary proposed here in this view, if it is known. */
  Optional<Verified<PrePrepare>> proposal();

  /** What a slot makes of its votes once they changed. */
  Slot withTally(Tally tally);

  /** Moves on as far as the evidence allows. */
  Step advance(SlotContext context);

  default Step on(Verified<PrePrepare> proposal, SlotContext context) {
    return Step.to(this);
  }

  default Step onPrepare(CountedVote vote, SlotContext context) {
    return withTally(tally().withPrepare(vote)).advance(context);
  }

  default Step onCommit(CountedVote vote, SlotContext context) {
    var counted = withTally(tally().withCommit(vote));
    return counted.tally().decided(context.quorum()).isPresent()
        ? Committed.by(counted, context)
        : Step.to(counted);
  }

  /** Both phases' votes; they may outrun the proposal. */
  record Tally(Votes prepares, Votes commits) {
    public static final Tally EMPTY = new Tally(Votes.NONE, Votes.NONE);

    public Tally withPrepare(CountedVote vote) {
      return new Tally(prepares.with(vote), commits);
    }

    public Tally withCommit(CountedVote vote) {
      return new Tally(prepares, commits.with(vote));
    }

    Optional<Digest> decided(int quorum) {
      return commits.decided(quorum);
    }

    List<Bytes> wires() {
      var wires = new ArrayList<>(prepares.wires());
      wires.addAll(commits.wires());
      return wires;
    }
  }

  /** Nothing proposed yet. */
  record Open(SequenceNumber sequence, Tally tally) implements Slot {
    @Override
    public Optional<Verified<PrePrepare>> proposal() {
      return Optional.empty();
    }

    @Override
    public Slot withTally(Tally votes) {
      return new Open(sequence, votes);
    }

    @Override
    public Step advance(SlotContext context) {
      return Step.to(this);
    }

    @Override
    public Step on(Verified<PrePrepare> proposal, SlotContext context) {
      return new Proposed(proposal, tally).advance(context);
    }

    /** The primary's own proposal: it holds the requests, and its PRE-PREPARE is its PREPARE. */
    Step propose(Effect.PersistThenSend cast, Verified<PrePrepare> proposal) {
      return Step.to(new PrePrepared(proposal, tally), cast);
    }
  }

  /** Phase 1, request: the order is known, some request may be on its way. */
  record Proposed(Verified<PrePrepare> accepted, Tally tally) implements Slot {
    @Override
    public SequenceNumber sequence() {
      return accepted.message().sequence();
    }

    @Override
    public Optional<Verified<PrePrepare>> proposal() {
      return Optional.of(accepted);
    }

    @Override
    public Slot withTally(Tally votes) {
      return new Proposed(accepted, votes);
    }

    @Override
    public Step advance(SlotContext context) {
      var requests = context.requests().gather(accepted.message().batch());
      if (requests.isEmpty()) {
        return Step.to(this);
      }
      var cast = context.rules().prepare(accepted, requests.get());
      return follow(cast, new PrePrepared(accepted, tally), context);
    }
  }

  /** Phase 2, pre-prepare: the promise is made, at most one digest in this view and number. */
  record PrePrepared(Verified<PrePrepare> accepted, Tally tally) implements Slot {
    @Override
    public SequenceNumber sequence() {
      return accepted.message().sequence();
    }

    @Override
    public Optional<Verified<PrePrepare>> proposal() {
      return Optional.of(accepted);
    }

    @Override
    public Slot withTally(Tally votes) {
      return new PrePrepared(accepted, votes);
    }

    @Override
    public Step advance(SlotContext context) {
      int backups = context.quorum() - 1;
      if (tally.prepares().count(accepted.message().digest()) < backups) {
        return Step.to(this);
      }
      var certificate = certificate(backups);
      var cast = context.rules().commit(certificate);
      return follow(cast, new Prepared(accepted, certificate, tally), context);
    }

    private PreparedCertificate certificate(int backups) {
      var message = accepted.message();
      return new PreparedCertificate(
          message.view(),
          message.sequence(),
          message.digest(),
          new Endorsement(ReplicaIds.of(accepted.signer()), accepted.signature()),
          tally.prepares().signatures(message.digest(), backups));
    }
  }

  /** Phase 3, prepare: no other batch can prepare here in this view. */
  record Prepared(Verified<PrePrepare> accepted, PreparedCertificate certificate, Tally tally)
      implements Slot {
    @Override
    public SequenceNumber sequence() {
      return accepted.message().sequence();
    }

    @Override
    public Optional<Verified<PrePrepare>> proposal() {
      return Optional.of(accepted);
    }

    @Override
    public Slot withTally(Tally votes) {
      return new Prepared(accepted, certificate, votes);
    }

    @Override
    public Step advance(SlotContext context) {
      return Step.to(this);
    }
  }

  /** Phase 4, commit: decided, in this view and every later one. */
  record Committed(
      CommitCertificate certificate, Optional<Verified<PrePrepare>> proposal, Tally tally)
      implements Slot {
    static Step by(Slot slot, SlotContext context) {
      var tally = slot.tally();
      var digest = tally.decided(context.quorum()).orElseThrow();
      var certificate =
          new CommitCertificate(
              context.rules().view(),
              slot.sequence(),
              digest,
              tally.commits().signatures(digest, context.quorum()));
      return Step.to(new Committed(certificate, slot.proposal(), tally));
    }

    @Override
    public SequenceNumber sequence() {
      return certificate.sequence();
    }

    @Override
    public Slot withTally(Tally votes) {
      return this;
    }

    @Override
    public Step advance(SlotContext context) {
      return Step.to(this);
    }

    @Override
    public Step onCommit(CountedVote vote, SlotContext context) {
      return Step.to(this);
    }

    @Override
    public Step on(Verified<PrePrepare> late, SlotContext context) {
      return Step.to(new Committed(certificate, Optional.of(late), tally));
    }
  }

  private static Step follow(
      Optional<Effect.PersistThenSend> cast, Slot next, SlotContext context) {
    if (cast.isEmpty()) {
      return next.advance(context);
    }
    var further = next.advance(context);
    var effects = new ArrayList<Effect>();
    effects.add(cast.get());
    effects.addAll(further.effects());
    return new Step(further.next(), effects);
  }
}
