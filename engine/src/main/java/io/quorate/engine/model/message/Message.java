package io.quorate.engine.model.message;

import io.quorate.engine.model.Batch;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ClientId;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.Header;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.RequestId;
import io.quorate.engine.model.RequestReference;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.View;
import io.quorate.engine.model.certificate.CommitCertificate;
import io.quorate.engine.model.certificate.PreparedCertificate;
import io.quorate.engine.model.certificate.StableCheckpoint;
import java.util.List;
import java.util.stream.Stream;

/** Everything that replicas and clients say to each other. */
public sealed interface Message
    permits Message.InView,
        StateMessage,
        Message.Request,
        Message.Checkpoint,
        Message.Refusal,
        Message.Fetch,
        Message.FetchDecided,
        Message.Decided,
        Message.CheckpointProof,
        Message.Announcement {

  MessageType type();

  /** The view in the signed statement; 0 where the message has none. */
  default long statedView() {
    return 0;
  }

  /** The sequence number in the signed statement; 0 where the message has none. */
  default long statedSequence() {
    return 0;
  }

  /** What is said in a view, and says so in its statement. */
  sealed interface InView extends Message {
    View view();

    @Override
    default long statedView() {
      return view().value();
    }
  }

  /** What is about one slot of a view, and says so in its statement. */
  sealed interface InSlot extends InView {
    SequenceNumber sequence();

    @Override
    default long statedSequence() {
      return sequence().value();
    }
  }

  /**
   * A client's operations, executed at most once, in order; the last ones perhaps not ({@link
   * Reply.Answer}).
   *
   * @param since a slot that was executed before the session began, or {@link #NEVER}
   * @param replyTo where the client listens: a name for the transport, at most 256 octets; signed,
   *     so that no replica can divert the replies
   * @param size bytes of the payload
   * @param digest of the payload; what batches refer to
   */
  record Request(
      RequestId id,
      SequenceNumber since,
      String replyTo,
      List<Bytes> operations,
      int size,
      Digest digest)
      implements Message {

    /** No slot has this number, so a session that begins after it never begins. */
    public static final SequenceNumber NEVER = new SequenceNumber(Long.MAX_VALUE);

    public Request {
      operations = List.copyOf(operations);
    }

    /** How a batch refers to it. */
    public RequestReference reference() {
      return new RequestReference(id, operations.size(), size, digest);
    }

    /** True when nobody executes it: its client wants to know how far the replicas are. */
    public boolean onlyAsks() {
      return since.equals(NEVER);
    }

    @Override
    public MessageType type() {
      return MessageType.REQUEST;
    }
  }

  /** The primary orders a batch (OSDI '99, §4.2). */
  record PrePrepare(View view, SequenceNumber sequence, Batch batch) implements InSlot {
    @Override
    public MessageType type() {
      return MessageType.PRE_PREPARE;
    }

    public Digest digest() {
      return batch.digest();
    }
  }

  /** A backup agrees to the order within the view. */
  record Prepare(View view, SequenceNumber sequence, Digest digest, ReplicaId replica)
      implements InSlot {
    @Override
    public MessageType type() {
      return MessageType.PREPARE;
    }
  }

  /** A replica holds a prepared certificate; q of these decide. */
  record Commit(View view, SequenceNumber sequence, Digest digest, ReplicaId replica)
      implements InSlot {
    @Override
    public MessageType type() {
      return MessageType.COMMIT;
    }
  }

  /** A replica's state after a checkpoint's slot (OSDI '99, §4.3). */
  record Checkpoint(Header header, ReplicaId replica) implements Message {
    @Override
    public MessageType type() {
      return MessageType.CHECKPOINT;
    }

    @Override
    public long statedSequence() {
      return header.sequence().value();
    }
  }

  /**
   * A replica stopped voting below {@code view} (OSDI '99, §4.4).
   *
   * @param prepared its certificates above the stable checkpoint, one a number, the highest view's
   * @param digest of the payload; how a NEW-VIEW names it
   */
  record ViewChange(
      View view,
      StableCheckpoint stable,
      List<PreparedCertificate> prepared,
      ReplicaId replica,
      Digest digest)
      implements InView {
    public ViewChange {
      prepared = List.copyOf(prepared);
    }

    @Override
    public MessageType type() {
      return MessageType.VIEW_CHANGE;
    }
  }

  /**
   * The new primary shows by which view changes its view is justified; what must be proposed again
   * follows from them and is not said.
   */
  record NewView(View view, List<Justification> justifications) implements InView {
    public NewView {
      justifications = List.copyOf(justifications);
    }

    /** One VIEW-CHANGE, named by its digest. */
    public record Justification(ReplicaId replica, Digest viewChange) {}

    @Override
    public MessageType type() {
      return MessageType.NEW_VIEW;
    }
  }

  /** Results of one client's requests of a batch; digests of what others send in full. */
  record Reply(
      View view,
      SequenceNumber sequence,
      ReplicaId replica,
      ClientId client,
      List<Answer> answers,
      List<DigestAnswer> digests)
      implements InSlot {
    public Reply {
      answers = List.copyOf(answers);
      digests = List.copyOf(digests);
    }

    /**
     * The results of one request's operations, in the request's order. There may be fewer of them
     * than operations: the ones without a result were not executed and never will be under this
     * request's name. So no results mean that nothing of it was executed; of results that are not
     * kept any more a replica says {@link Refusal.Reason#EXPIRED}.
     */
    public record Answer(RequestId request, List<Bytes> results) {
      public Answer {
        results = List.copyOf(results);
      }
    }

    /** What one request's results are known by. */
    public record DigestAnswer(RequestId request, Digest results) {}

    @Override
    public MessageType type() {
      return MessageType.REPLY;
    }
  }

  /**
   * This replica did not take a request; another may have.
   *
   * @param executed the last slot that this replica has executed, where it says so; else 0
   * @param retryAfterMillis when it is worth trying again; 0 for never
   */
  record Refusal(
      ReplicaId replica,
      SequenceNumber executed,
      RequestId request,
      Reason reason,
      long retryAfterMillis)
      implements Message {
    /** Why, with its number on the wire. */
    public enum Reason {
      OVERLOADED(1),
      TOO_LARGE(2),
      /** It may have been executed, or not: its results, or its session, are not kept any more. */
      EXPIRED(3),
      NOT_READY(4),
      /** The request only asked, {@link Request#onlyAsks}: {@code executed} is the answer. */
      ASKED(5);

      private final int code;

      Reason(int code) {
        this.code = code;
      }

      public int code() {
        return code;
      }

      /** A reason that this version does not know is taken for {@link #OVERLOADED}. */
      public static Reason of(long code) {
        return Stream.of(values()).filter(r -> r.code == code).findFirst().orElse(OVERLOADED);
      }
    }

    @Override
    public MessageType type() {
      return MessageType.REFUSAL;
    }

    @Override
    public long statedSequence() {
      return executed.value();
    }
  }

  /**
   * Where a replica stands, so that others can send it what it lacks.
   *
   * @param nonce changes with every status, so that a replay is seen
   */
  record Status(
      ReplicaId replica,
      View view,
      Stance stance,
      SequenceNumber stable,
      SequenceNumber executed,
      long nonce)
      implements InView {
    @Override
    public MessageType type() {
      return MessageType.STATUS;
    }

    @Override
    public long statedSequence() {
      return executed.value();
    }
  }

  /** Asks for requests, batches or view changes by digest; answered by the messages themselves. */
  record Fetch(ReplicaId replica, List<Digest> digests) implements Message {
    public Fetch {
      digests = List.copyOf(digests);
    }

    @Override
    public MessageType type() {
      return MessageType.FETCH;
    }
  }

  /** Asks for what was decided from {@code from} on. */
  record FetchDecided(ReplicaId replica, SequenceNumber from) implements Message {
    @Override
    public MessageType type() {
      return MessageType.FETCH_DECIDED;
    }

    @Override
    public long statedSequence() {
      return from.value();
    }
  }

  /** Decided batches in a row, each with its proof and its requests. */
  record Decided(ReplicaId replica, List<Decision> decisions) implements Message {
    public Decided {
      decisions = List.copyOf(decisions);
    }

    /**
     * One slot's outcome.
     *
     * @param requests the octets of the request messages that the batch refers to, in its order
     */
    public record Decision(CommitCertificate certificate, Batch batch, List<Bytes> requests) {
      public Decision {
        requests = List.copyOf(requests);
      }
    }

    @Override
    public MessageType type() {
      return MessageType.DECIDED;
    }
  }

  /** Why a checkpoint is stable, for whoever does not know; kept by whoever does, for good. */
  record CheckpointProof(ReplicaId replica, StableCheckpoint checkpoint) implements Message {
    @Override
    public MessageType type() {
      return MessageType.CHECKPOINT_PROOF;
    }

    @Override
    public long statedSequence() {
      return checkpoint.sequence().value();
    }
  }

  /**
   * A replica says where it listens. Registries only hint; this is what is believed.
   *
   * @param incarnation a later start has a higher one; the highest counts
   */
  record Announcement(ReplicaId replica, long incarnation, String address) implements Message {
    @Override
    public MessageType type() {
      return MessageType.ANNOUNCEMENT;
    }
  }
}
