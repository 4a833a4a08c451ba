package io.quorate.engine.codec;

import io.quorate.engine.codec.DecodeError.Kind;
import io.quorate.engine.model.Batch;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ClientId;
import io.quorate.engine.model.ConfigurationId;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.Header;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.RequestId;
import io.quorate.engine.model.RequestReference;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.View;
import io.quorate.engine.model.certificate.CommitCertificate;
import io.quorate.engine.model.certificate.Endorsement;
import io.quorate.engine.model.certificate.PreparedCertificate;
import io.quorate.engine.model.certificate.QuorumSignature;
import io.quorate.engine.model.certificate.StableCheckpoint;
import io.quorate.engine.model.message.Message;
import io.quorate.engine.model.message.Message.Announcement;
import io.quorate.engine.model.message.Message.Checkpoint;
import io.quorate.engine.model.message.Message.CheckpointProof;
import io.quorate.engine.model.message.Message.Commit;
import io.quorate.engine.model.message.Message.Decided;
import io.quorate.engine.model.message.Message.Fetch;
import io.quorate.engine.model.message.Message.FetchDecided;
import io.quorate.engine.model.message.Message.NewView;
import io.quorate.engine.model.message.Message.PrePrepare;
import io.quorate.engine.model.message.Message.Prepare;
import io.quorate.engine.model.message.Message.Refusal;
import io.quorate.engine.model.message.Message.Reply;
import io.quorate.engine.model.message.Message.Request;
import io.quorate.engine.model.message.Message.Status;
import io.quorate.engine.model.message.Message.ViewChange;
import io.quorate.engine.model.message.MessageType;
import io.quorate.engine.model.message.Stance;
import io.quorate.engine.model.message.StateMessage.FetchChunk;
import io.quorate.engine.model.message.StateMessage.FetchState;
import io.quorate.engine.model.message.StateMessage.StateChunk;
import io.quorate.engine.model.message.StateMessage.StateManifest;
import io.quorate.engine.model.message.Statement;
import java.util.List;

/** Reads what {@link PayloadWriter} wrote: one method a kind, in the same order. */
final class PayloadReader {

  static final int MAX_REPLICAS = 1_024;
  static final int MAX_LIST = 65_536;
  static final int MAX_REPLY_TO = 256;
  private static final int MAX_SIGNATURE = 128;
  private static final int MAX_AGGREGATE = 48;

  private final Statement statement;
  private final CborReader in;
  private final int size;

  private PayloadReader(Statement statement, Bytes payload) throws DecodeException {
    this.statement = statement;
    this.in = new CborReader(payload);
    this.size = payload.length();
  }

  static Message read(Statement statement, Bytes payload) throws DecodeException {
    return switch (statement.type()) {
      case PREPARE, COMMIT, FETCH_DECIDED, FETCH_STATE -> bare(statement);
      default -> {
        var reader = new PayloadReader(statement, payload);
        reader.in.array();
        var message = reader.body();
        if (isNamedByDigest(statement.type())) {
          reader.in.endExactly();
        } else {
          reader.in.end();
        }
        reader.in.finish();
        yield message;
      }
    };
  }

  /** Whether the payload is a value that others encode again, and must find the same digest. */
  private static boolean isNamedByDigest(MessageType type) {
    return type == MessageType.PRE_PREPARE || type == MessageType.CHECKPOINT;
  }

  static Batch batch(Bytes octets) throws DecodeException {
    var in = new CborReader(octets);
    in.array();
    var batch = readBatch(in, Digest.of(octets));
    in.endExactly();
    in.finish();
    return batch;
  }

  private static Message bare(Statement statement) throws DecodeException {
    var view = new View(statement.view());
    var sequence = new SequenceNumber(statement.sequence());
    var replica = replica(statement.signer());
    return switch (statement.type()) {
      case PREPARE -> new Prepare(view, sequence, statement.digest(), replica);
      case COMMIT -> new Commit(view, sequence, statement.digest(), replica);
      case FETCH_DECIDED -> new FetchDecided(replica, sequence);
      default -> new FetchState(replica, sequence);
    };
  }

  private Message body() throws DecodeException {
    return switch (statement.type()) {
      case REQUEST -> request();
      case PRE_PREPARE -> new PrePrepare(view(), sequence(), readBatch(in, statement.digest()));
      case CHECKPOINT -> checkpoint();
      case VIEW_CHANGE -> viewChange();
      case NEW_VIEW -> newView();
      case REPLY -> reply();
      case REFUSAL -> refusal();
      case STATUS -> status();
      case FETCH -> new Fetch(signer(), in.list(MAX_LIST, CborReader::digest));
      case DECIDED -> new Decided(signer(), in.list(MAX_LIST, PayloadReader::readDecision));
      case STATE_MANIFEST -> manifest();
      case FETCH_CHUNK -> new FetchChunk(signer(), in.digest(), in.upTo(Integer.MAX_VALUE));
      case STATE_CHUNK -> stateChunk();
      case CHECKPOINT_PROOF -> new CheckpointProof(signer(), readStable(in));
      default -> announcement();
    };
  }

  private Request request() throws DecodeException {
    var id = readId(in);
    if (id.client().value() != statement.signer()) {
      throw new DecodeException(Kind.OUT_OF_BOUNDS, "another client's request");
    }
    var since = new SequenceNumber(in.natural());
    var replyTo = in.text(MAX_REPLY_TO);
    var operations = in.list(MAX_LIST, each -> each.octets(MessageCodec.MAX_OCTETS));
    if (operations.isEmpty()) {
      throw new DecodeException(Kind.OUT_OF_BOUNDS, "a request without operations");
    }
    return new Request(id, since, replyTo, operations, size, statement.digest());
  }

  private Checkpoint checkpoint() throws DecodeException {
    return new Checkpoint(readHeaderFields(in, statement.digest()), signer());
  }

  private ViewChange viewChange() throws DecodeException {
    var stable = readStable(in);
    var prepared = in.list(MAX_LIST, PayloadReader::readPrepared);
    return new ViewChange(view(), stable, prepared, signer(), statement.digest());
  }

  private NewView newView() throws DecodeException {
    return new NewView(
        view(),
        in.list(
            MAX_REPLICAS,
            each -> {
              each.array();
              var justification = new NewView.Justification(replica(each.number()), each.digest());
              each.end();
              return justification;
            }));
  }

  private Reply reply() throws DecodeException {
    var client = new ClientId(in.natural());
    var answers =
        in.list(
            MAX_LIST,
            each -> {
              each.array();
              var id = readId(client, each);
              var results = each.list(MAX_LIST, one -> one.ownOctets(MessageCodec.MAX_OCTETS));
              each.end();
              return new Reply.Answer(id, results);
            });
    var digests =
        in.hasMore()
            ? in.list(MAX_LIST, each -> digestAnswer(client, each))
            : List.<Reply.DigestAnswer>of();
    return new Reply(view(), sequence(), signer(), client, answers, digests);
  }

  private static Reply.DigestAnswer digestAnswer(ClientId client, CborReader in)
      throws DecodeException {
    in.array();
    var answer = new Reply.DigestAnswer(readId(client, in), in.digest());
    in.end();
    return answer;
  }

  private Refusal refusal() throws DecodeException {
    var id = readId(in);
    var reason = Refusal.Reason.of(in.number());
    return new Refusal(signer(), sequence(), id, reason, in.upTo(Integer.MAX_VALUE));
  }

  private Status status() throws DecodeException {
    boolean voting = in.flag();
    var stable = new SequenceNumber(in.natural());
    long nonce = in.number();
    boolean doubting = in.hasMore() && in.flag();
    var stance = doubting ? Stance.DOUBTING : Stance.VOTING;
    return new Status(
        signer(), view(), voting ? stance : Stance.CHANGING, stable, sequence(), nonce);
  }

  private StateManifest manifest() throws DecodeException {
    return new StateManifest(signer(), readStable(in), in.list(MAX_LIST, CborReader::digest));
  }

  private StateChunk stateChunk() throws DecodeException {
    var digest = in.digest();
    int length = in.upTo(Integer.MAX_VALUE);
    int offset = in.upTo(length);
    return new StateChunk(signer(), digest, length, offset, in.octets(length - offset));
  }

  private Announcement announcement() throws DecodeException {
    return new Announcement(signer(), in.natural(), in.text(MAX_REPLY_TO));
  }

  private View view() {
    return new View(statement.view());
  }

  private SequenceNumber sequence() {
    return new SequenceNumber(statement.sequence());
  }

  private ReplicaId signer() throws DecodeException {
    return replica(statement.signer());
  }

  private static ReplicaId replica(long index) throws DecodeException {
    if (index < 0 || index >= MAX_REPLICAS) {
      throw new DecodeException(Kind.OUT_OF_BOUNDS, "no replica has this index");
    }
    return new ReplicaId((int) index);
  }

  static RequestId readId(CborReader in) throws DecodeException {
    return readId(new ClientId(in.natural()), in);
  }

  private static RequestId readId(ClientId client, CborReader in) throws DecodeException {
    long session = in.natural();
    long number = in.natural();
    if (number == 0) {
      throw new DecodeException(Kind.OUT_OF_BOUNDS, "requests count from 1");
    }
    return new RequestId(client, session, number);
  }

  private static Batch readBatch(CborReader in, Digest digest) throws DecodeException {
    return new Batch(timestamp(in), in.list(MAX_LIST, PayloadReader::readReference), digest);
  }

  static RequestReference readReference(CborReader in) throws DecodeException {
    in.array();
    var id = readId(in);
    int operations = in.upTo(MAX_LIST);
    if (operations == 0) {
      throw new DecodeException(Kind.OUT_OF_BOUNDS, "a request without operations");
    }
    int size = in.upTo(MessageCodec.MAX_OCTETS);
    if (size == 0) {
      throw new DecodeException(Kind.OUT_OF_BOUNDS, "a request without a payload");
    }
    var reference = new RequestReference(id, operations, size, in.digest());
    in.endExactly();
    return reference;
  }

  /** The fields of a header whose array was entered. */
  private static Header readHeaderFields(CborReader in, Digest digest) throws DecodeException {
    return new Header(
        new SequenceNumber(in.natural()),
        in.digest(),
        in.digest(),
        in.digest(),
        in.digest(),
        new ConfigurationId(in.natural()),
        timestamp(in),
        digest);
  }

  private static long timestamp(CborReader in) throws DecodeException {
    long timestamp = in.number();
    if (timestamp < 0) {
      throw new DecodeException(Kind.OUT_OF_BOUNDS, "a time before 1970");
    }
    return timestamp;
  }

  /** A header and, since it is named by it, the digest of its fields. */
  static Header readHeader(CborReader in) throws DecodeException {
    in.array();
    var header = Canonical.seal(readHeaderFields(in, Digest.ZERO));
    in.endExactly();
    return header;
  }

  static StableCheckpoint readStable(CborReader in) throws DecodeException {
    in.array();
    var stable = new StableCheckpoint(readHeader(in), readQuorum(in));
    in.end();
    return stable;
  }

  static PreparedCertificate readPrepared(CborReader in) throws DecodeException {
    in.array();
    var prepared =
        new PreparedCertificate(
            new View(in.natural()),
            new SequenceNumber(in.natural()),
            in.digest(),
            readEndorsement(in),
            readQuorum(in));
    in.end();
    return prepared;
  }

  static CommitCertificate readCommitted(CborReader in) throws DecodeException {
    in.array();
    var committed =
        new CommitCertificate(
            new View(in.natural()), new SequenceNumber(in.natural()), in.digest(), readQuorum(in));
    in.end();
    return committed;
  }

  static Decided.Decision readDecision(CborReader in) throws DecodeException {
    in.array();
    var certificate = readCommitted(in);
    var batch = batch(in.octets(MessageCodec.MAX_OCTETS));
    var requests = in.list(MAX_LIST, each -> each.ownOctets(MessageCodec.MAX_OCTETS));
    in.end();
    return new Decided.Decision(certificate, batch, requests);
  }

  static QuorumSignature readQuorum(CborReader in) throws DecodeException {
    in.array();
    return readQuorum(in, in.upTo(Integer.MAX_VALUE));
  }

  /** What follows the number of its form. */
  static QuorumSignature readQuorum(CborReader in, int form) throws DecodeException {
    QuorumSignature signature =
        switch (form) {
          case PayloadWriter.VOTES ->
              new QuorumSignature.Votes(in.list(MAX_REPLICAS, PayloadReader::readEndorsement));
          case PayloadWriter.AGGREGATE ->
              new QuorumSignature.Aggregate(
                  in.ownOctets(MAX_REPLICAS / Byte.SIZE), in.ownOctets(MAX_AGGREGATE));
          default ->
              throw new DecodeException(Kind.UNKNOWN_TYPE, "a quorum's signature of another form");
        };
    in.endExactly();
    return signature;
  }

  private static Endorsement readEndorsement(CborReader in) throws DecodeException {
    in.array();
    var endorsement = new Endorsement(replica(in.number()), in.ownOctets(MAX_SIGNATURE));
    in.end();
    return endorsement;
  }
}
