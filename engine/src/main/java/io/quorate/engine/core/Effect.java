package io.quorate.engine.core;

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
   * Put the fact on disk, then send the vote to all peers, then give it back to {@link
   * ReplicaCore#onOwn}: nothing is sent or counted before it is durable. Only {@link Outbox} can
   * take the vote out.
   */
  final class Cast implements Effect {
    private final Fact fact;
    private final Verified<? extends Message> vote;

    Cast(Fact fact, Verified<? extends Message> vote) {
      this.fact = fact;
      this.vote = vote;
    }

    Fact fact() {
      return fact;
    }

    Verified<? extends Message> vote() {
      return vote;
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.cast(this);
    }

    @Override
    public String toString() {
      return "cast " + vote;
    }
  }

  /** Put a fact on disk; nothing waits for it but what is cast later. */
  record Remember(Fact fact) implements Effect {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.remember(this);
    }
  }

  /** Sign and send something that is no vote; to all peers when nobody is named. */
  record Say(Message message, Optional<ReplicaId> to) implements Effect {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.say(this);
    }
  }

  /** Send octets that are signed already; to all peers when nobody is named. */
  record Forward(Bytes wire, Optional<ReplicaId> to) implements Effect {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.forward(this);
    }
  }

  /**
   * Send this peer what it lacks, octets that are signed already: requests, proposals and proofs of
   * a view may be long, so they do not travel before votes.
   */
  record Answer(Bytes wire, ReplicaId to) implements Effect {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.answer(this);
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
  record Stable(StableCheckpoint checkpoint, List<Digest> requests) implements Effect {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.stable(this);
    }
  }

  /** This replica stopped voting below the view; hand its VIEW-CHANGE to the coordinator. */
  record Stopped(View view) implements Effect {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.stopped(this);
    }
  }

  /** Votes are cast in this view from now on. */
  record Installed(View view) implements Effect {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.installed(this);
    }
  }

  /** The primary is proven faulty: do not wait for the time-out. */
  record Suspect(View view, String why) implements Effect {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.suspect(this);
    }
  }

  /** A peer's message was refused. */
  record Reject(Rejection why, long signer) implements Effect {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.reject(this);
    }
  }

  /** A peer contradicted itself, or what was taken up here: the core keeps both messages. */
  record Accuse(Evidence evidence) implements Effect {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.accuse(this);
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
    R cast(Cast effect);

    R remember(Remember effect);

    R say(Say effect);

    R forward(Forward effect);

    R answer(Answer effect);

    R execute(Execute effect);

    R offerState(OfferState effect);

    R stable(Stable effect);

    R stopped(Stopped effect);

    R installed(Installed effect);

    R suspect(Suspect effect);

    R reject(Reject effect);

    R accuse(Accuse effect);

    R halt(Halt effect);
  }
}
