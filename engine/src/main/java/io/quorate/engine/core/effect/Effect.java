package io.quorate.engine.core.effect;

import io.quorate.engine.crypto.Verified;
import io.quorate.engine.model.Batch;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.Fact;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.View;
import io.quorate.engine.model.certificate.CommitCertificate;
import io.quorate.engine.model.certificate.StableCheckpoint;
import io.quorate.engine.model.message.Message;
import io.quorate.engine.model.message.Message.Request;
import java.util.List;
import java.util.Optional;

/** What the shell must do for the core, in the order in which the core says it. */
public sealed interface Effect {

  <R> R accept(Visitor<R> visitor);

  /** After a halt nothing is done, not even what follows from the same message. */
  static List<Effect> untilHalt(List<Effect> all) {
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i) instanceof Halt) {
        return all.subList(0, i + 1);
      }
    }
    return all;
  }

  /**
   * Put the fact on disk, then send the vote to all peers, then give it back to {@code
   * ReplicaCore.onOwn}: nothing is sent or counted before it is durable. Only {@link Outbox} can
   * take the vote out.
   */
  final class PersistThenSend implements Effect {
    private final Fact fact;
    private final Verified<? extends Message> vote;

    public PersistThenSend(Fact fact, Verified<? extends Message> vote) {
      this.fact = fact;
      this.vote = vote;
    }

    public Fact fact() {
      return fact;
    }

    Verified<? extends Message> vote() {
      return vote;
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.persistThenSend(this);
    }

    @Override
    public String toString() {
      return "cast " + vote;
    }
  }

  /** Put a fact on disk; nothing waits for it but what is cast later. */
  record Persist(Fact fact) implements Effect {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.persist(this);
    }
  }

  /** Sign and send something that is no vote; to all peers when nobody is named. */
  record SignAndSend(Message message, Optional<ReplicaId> to) implements Effect {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.signAndSend(this);
    }
  }

  /** Send octets that are signed already; to all peers when nobody is named. */
  record SendSigned(Bytes wire, Optional<ReplicaId> to) implements Effect {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.sendSigned(this);
    }
  }

  /**
   * Send this peer what it lacks, octets that are signed already: requests, proposals and proofs of
   * a view may be long, so they do not travel before votes.
   */
  record SendMissing(Bytes wire, ReplicaId to) implements Effect {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.sendMissing(this);
    }
  }

  /** This batch is decided and next: apply it, keep the decision. */
  record Execute(
      SequenceNumber sequence,
      Batch batch,
      List<Verified<Request>> requests,
      CommitCertificate certificate)
      implements Effect {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.execute(this);
    }
  }

  /** This peer lacks more than decisions can give: show it which state there is. */
  record OfferState(ReplicaId to) implements Effect {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.offerState(this);
    }
  }

  /** A checkpoint became stable: what lies below it may go. */
  record StabilizeCheckpoint(StableCheckpoint checkpoint, List<Digest> requests) implements Effect {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.stabilizeCheckpoint(this);
    }
  }

  /** This replica stopped voting below the view; hand its VIEW-CHANGE to the coordinator. */
  record ReportVotingStopped(View view) implements Effect {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.reportVotingStopped(this);
    }
  }

  /** Votes are cast in this view from now on. */
  record ReportViewInstalled(View view) implements Effect {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.reportViewInstalled(this);
    }
  }

  /** The primary is proven faulty: do not wait for the time-out. */
  record SuspectPrimary(View view, String why) implements Effect {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.suspectPrimary(this);
    }
  }

  /** A peer's message was refused. */
  record CountRejection(Rejection why, long signer) implements Effect {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.countRejection(this);
    }
  }

  /** A peer contradicted itself, or what was taken up here: the core keeps both messages. */
  record ReportEvidence(Evidence evidence) implements Effect {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.reportEvidence(this);
    }
  }

  /** This replica must not go on: its state is not the group's. */
  record Halt(String why) implements Effect {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.halt(this);
    }
  }

  /** One method an effect, so that the compiler finds a shell that forgot one. */
  interface Visitor<R> {
    R persistThenSend(PersistThenSend effect);

    R persist(Persist effect);

    R signAndSend(SignAndSend effect);

    R sendSigned(SendSigned effect);

    R sendMissing(SendMissing effect);

    R execute(Execute effect);

    R offerState(OfferState effect);

    R stabilizeCheckpoint(StabilizeCheckpoint effect);

    R reportVotingStopped(ReportVotingStopped effect);

    R reportViewInstalled(ReportViewInstalled effect);

    R suspectPrimary(SuspectPrimary effect);

    R countRejection(CountRejection effect);

    R reportEvidence(ReportEvidence effect);

    R halt(Halt effect);
  }
}
