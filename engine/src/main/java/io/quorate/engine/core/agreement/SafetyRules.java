package io.quorate.engine.core.agreement;

import io.quorate.engine.codec.Canonical;
import io.quorate.engine.core.effect.CoreBounds;
import io.quorate.engine.core.effect.Effect;
import io.quorate.engine.core.effect.Rejection;
import io.quorate.engine.core.effect.ReplicaIds;
import io.quorate.engine.crypto.MessageSigner;
import io.quorate.engine.crypto.Verified;
import io.quorate.engine.model.Batch;
import io.quorate.engine.model.Bounded;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.Fact;
import io.quorate.engine.model.Header;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.View;
import io.quorate.engine.model.certificate.PreparedCertificate;
import io.quorate.engine.model.certificate.StableCheckpoint;
import io.quorate.engine.model.message.Message.Checkpoint;
import io.quorate.engine.model.message.Message.Commit;
import io.quorate.engine.model.message.Message.NewView;
import io.quorate.engine.model.message.Message.PrePrepare;
import io.quorate.engine.model.message.Message.Prepare;
import io.quorate.engine.model.message.Message.Request;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The only code that signs votes. An auditor reads this file. Over the replica's whole life,
 * restarts included (its memory is rebuilt from the facts on disk):
 *
 * <ol>
 *   <li>no vote in a view below the highest one entered;
 *   <li>no vote in a view that is not installed, none while changing views, none as a learner;
 *   <li>at one view and number at most one digest is proposed or prepared (OSDI '99, §4.2);
 *   <li>in a view that began with a plan, only the planned digest at a planned number, and nothing
 *       at or below the stable checkpoint that the plan begins with (§4.4);
 *   <li>a COMMIT only with the prepared certificate for the same view, number and digest;
 *   <li>a VIEW-CHANGE only after voting below its view has stopped, one a view.
 * </ol>
 *
 * <p>A refusal to cast is silent ({@code Optional.empty()}): the slot still counts others' votes.
 */
public final class SafetyRules {

  private final MessageSigner signer;
  private final ReplicaId self;

  @Bounded(by = CoreBounds.WINDOW)
  private final TreeMap<Long, Promise> promises = new TreeMap<>();

  private View view = View.ZERO;
  private Standing standing = Standing.VOTING;
  private NewViewPlan plan = NewViewPlan.NONE;

  /** Whether this replica casts votes. */
  enum Standing {
    VOTING,
    CHANGING_VIEW,
    LEARNING
  }

  /** The digest to which this replica bound itself at a number, in the latest view that it did. */
  private record Promise(View view, Digest digest) {}

  public SafetyRules(MessageSigner signer) {
    this.signer = signer;
    this.self = ReplicaIds.of(signer.id());
  }

  public ReplicaId self() {
    return self;
  }

  public View view() {
    return view;
  }

  public boolean isVoting() {
    return standing == Standing.VOTING;
  }

  public boolean isChangingView() {
    return standing == Standing.CHANGING_VIEW;
  }

  boolean isPlanned(PrePrepare proposal) {
    return plan.at(proposal.sequence()).isPresent();
  }

  /** Rules 3 and 4, asked before a proposal of the primary is taken up. */
  Optional<Rejection> mayAccept(PrePrepare proposal) {
    var at = proposal.sequence();
    if (!at.isAfter(plan.floor())) {
      return Optional.of(new Rejection.Settled(at, plan.floor()));
    }
    var planned = plan.at(at);
    if (planned.isPresent() && !planned.get().equals(proposal.digest())) {
      return Optional.of(new Rejection.AgainstThePlan(at, planned.get(), proposal.digest()));
    }
    var promise = promises.get(at.value());
    if (promise != null
        && promise.view().equals(proposal.view())
        && !promise.digest().equals(proposal.digest())) {
      return Optional.of(new Rejection.AlreadyPromised(at, promise.digest(), proposal.digest()));
    }
    return Optional.empty();
  }

  /** The primary's vote for its own batch. */
  Optional<Proposal> propose(SequenceNumber at, Batch batch, List<Verified<Request>> requests) {
    var message = new PrePrepare(view, at, batch);
    if (!isVoting() || mayAccept(message).isPresent() || isBound(at)) {
      return Optional.empty();
    }
    var unwritten = unwritten(at, batch.digest(), requests);
    promises.put(at.value(), new Promise(view, batch.digest()));
    var signed = signer.sign(message);
    var fact = new Fact.Promised(view, at, signed.wire(), Bytes.EMPTY, unwritten);
    return Optional.of(new Proposal(signed, new Effect.PersistThenSend(fact, signed)));
  }

  /** A proposal, signed, and the effect that makes it known. */
  record Proposal(Verified<PrePrepare> message, Effect.PersistThenSend cast) {}

  /** A backup's vote for the primary's batch. */
  public Optional<Effect.PersistThenSend> prepare(
      Verified<PrePrepare> proposal, List<Verified<Request>> requests) {
    var message = proposal.message();
    var at = message.sequence();
    if (!isVoting()
        || !message.view().equals(view)
        || mayAccept(message).isPresent()
        || proposal.signer() == self.value()) {
      return Optional.empty();
    }
    var unwritten = unwritten(at, message.digest(), requests);
    promises.put(at.value(), new Promise(view, message.digest()));
    var vote = signer.sign(new Prepare(view, at, message.digest(), self));
    var fact = new Fact.Promised(view, at, proposal.wire(), vote.wire(), unwritten);
    return Optional.of(new Effect.PersistThenSend(fact, vote));
  }

  /** The vote that decides; the certificate was just made of verified votes. */
  Optional<Effect.PersistThenSend> commit(PreparedCertificate certificate) {
    var at = certificate.sequence();
    if (!isVoting() || !certificate.view().equals(view)) {
      return Optional.empty();
    }
    var promise = promises.get(at.value());
    if (promise == null
        || !promise.view().equals(view)
        || !promise.digest().equals(certificate.batch())) {
      return Optional.empty();
    }
    var vote = signer.sign(new Commit(view, at, certificate.batch(), self));
    return Optional.of(
        new Effect.PersistThenSend(new Fact.Prepared(certificate, vote.wire()), vote));
  }

  /** Needs no promise: the header follows from what was decided. */
  public Optional<Verified<Checkpoint>> checkpoint(Header header) {
    return standing == Standing.LEARNING
        ? Optional.empty()
        : Optional.of(signer.sign(new Checkpoint(header, self)));
  }

  /** Stops voting below {@code next}; the certificates say what this replica may have decided. */
  public Optional<Effect.PersistThenSend> viewChange(
      View next, StableCheckpoint stable, List<PreparedCertificate> prepared) {
    if (!next.isAfter(view) || standing == Standing.LEARNING) {
      return Optional.empty();
    }
    view = next;
    standing = Standing.CHANGING_VIEW;
    plan = NewViewPlan.NONE;
    var signed = signer.sign(Canonical.viewChange(next, stable, prepared, self));
    return Optional.of(new Effect.PersistThenSend(new Fact.ViewEntered(next), signed));
  }

  /** The new primary's word that its view is justified. */
  public Optional<Effect.PersistThenSend> newView(NewView message, List<Bytes> viewChanges) {
    if (standing != Standing.CHANGING_VIEW || !message.view().equals(view)) {
      return Optional.empty();
    }
    var signed = signer.sign(message);
    return Optional.of(
        new Effect.PersistThenSend(
            new Fact.ViewInstalled(view, signed.wire(), viewChanges), signed));
  }

  /** Votes are cast in {@code next} from now on; it was justified. */
  public void install(View next, NewViewPlan agreed) {
    if (view.isAfter(next)) {
      throw new IllegalStateException(next + " is below " + view);
    }
    view = next;
    plan = agreed;
    if (standing == Standing.CHANGING_VIEW) {
      standing = Standing.VOTING;
    }
  }

  /** Votes nothing until {@link #vote}: its disk was lost, or it is no member yet. */
  public void learn() {
    standing = Standing.LEARNING;
  }

  /** A learner that can contradict nothing it may have said before becomes a voter. */
  void vote() {
    standing = Standing.VOTING;
  }

  public void forgetUpTo(SequenceNumber stable) {
    promises.headMap(stable.value(), true).clear();
  }

  /** Rebuilds the memory: this replica promised this in a former life. */
  public void recall(View in, SequenceNumber at, Digest digest) {
    promises.merge(
        at.value(),
        new Promise(in, digest),
        (old, now) -> now.view().isAfter(old.view()) ? now : old);
  }

  /** Rebuilds the memory: a VIEW-CHANGE for this view left in a former life. */
  public void recallEntered(View entered) {
    view = entered;
    standing = Standing.CHANGING_VIEW;
  }

  public boolean isPromised(SequenceNumber at, Digest batch) {
    var promise = promises.get(at.value());
    return promise != null && promise.digest().equals(batch);
  }

  /** Whether it proposed or prepared here in this view. */
  boolean isBound(SequenceNumber at) {
    var promise = promises.get(at.value());
    return promise != null && promise.view().equals(view);
  }

  /** The promise of an earlier view stays on disk as long as this one, and has them already. */
  private List<Bytes> unwritten(SequenceNumber at, Digest batch, List<Verified<Request>> requests) {
    return isPromised(at, batch) ? List.of() : requests.stream().map(Verified::wire).toList();
  }
}
