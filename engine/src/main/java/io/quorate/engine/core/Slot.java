package io.quorate.engine.core;

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
  Step advance(Ground ground);

  default Step on(Verified<PrePrepare> proposal, Ground ground) {
    return Step.to(this);
  }

  default Step onPrepare(Ballot ballot, Ground ground) {
    return withTally(tally().withPrepare(ballot)).advance(ground);
  }

  default Step onCommit(Ballot ballot, Ground ground) {
    var counted = withTally(tally().withCommit(ballot));
    return counted.tally().decided(ground.quorum()).isPresent()
        ? Committed.by(counted, ground)
        : Step.to(counted);
  }

  /** Both phases' votes; they may outrun the proposal. */
  record Tally(Votes prepares, Votes commits) {
    static final Tally EMPTY = new Tally(Votes.NONE, Votes.NONE);

    Tally withPrepare(Ballot ballot) {
      return new Tally(prepares.with(ballot), commits);
    }

    Tally withCommit(Ballot ballot) {
      return new Tally(prepares, commits.with(ballot));
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
    public Step advance(Ground ground) {
      return Step.to(this);
    }

    @Override
    public Step on(Verified<PrePrepare> proposal, Ground ground) {
      return new Proposed(proposal, tally).advance(ground);
    }

    /** The primary's own proposal: it holds the requests, and its PRE-PREPARE is its PREPARE. */
    Step propose(Effect.Cast cast, Verified<PrePrepare> proposal) {
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
    public Step advance(Ground ground) {
      var requests = ground.requests().gather(accepted.message().batch());
      if (requests.isEmpty()) {
        return Step.to(this);
      }
      var cast = ground.rules().prepare(accepted, requests.get());
      return follow(cast, new PrePrepared(accepted, tally), ground);
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
    public Step advance(Ground ground) {
      int backups = ground.quorum() - 1;
      if (tally.prepares().count(accepted.message().digest()) < backups) {
        return Step.to(this);
      }
      var certificate = certificate(backups);
      var cast = ground.rules().commit(certificate);
      return follow(cast, new Prepared(accepted, certificate, tally), ground);
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
    public Step advance(Ground ground) {
      return Step.to(this);
    }
  }

  /** Phase 4, commit: decided, in this view and every later one. */
  record Committed(
      CommitCertificate certificate, Optional<Verified<PrePrepare>> proposal, Tally tally)
      implements Slot {
    static Step by(Slot slot, Ground ground) {
      var tally = slot.tally();
      var digest = tally.decided(ground.quorum()).orElseThrow();
      var certificate =
          new CommitCertificate(
              ground.rules().view(),
              slot.sequence(),
              digest,
              tally.commits().signatures(digest, ground.quorum()));
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
    public Step advance(Ground ground) {
      return Step.to(this);
    }

    @Override
    public Step onCommit(Ballot ballot, Ground ground) {
      return Step.to(this);
    }

    @Override
    public Step on(Verified<PrePrepare> late, Ground ground) {
      return Step.to(new Committed(certificate, Optional.of(late), tally));
    }
  }

  private static Step follow(Optional<Effect.Cast> cast, Slot next, Ground ground) {
    if (cast.isEmpty()) {
      return next.advance(ground);
    }
    var further = next.advance(ground);
    var effects = new ArrayList<Effect>();
    effects.add(cast.get());
    effects.addAll(further.effects());
    return new Step(further.next(), effects);
  }
}
