package io.quorate.engine.codec;

import io.quorate.engine.model.Batch;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.Header;
import io.quorate.engine.model.RequestId;
import io.quorate.engine.model.RequestReference;
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
import io.quorate.engine.model.message.Message.NewView;
import io.quorate.engine.model.message.Message.PrePrepare;
import io.quorate.engine.model.message.Message.Prepare;
import io.quorate.engine.model.message.Message.Refusal;
import io.quorate.engine.model.message.Message.Reply;
import io.quorate.engine.model.message.Message.Request;
import io.quorate.engine.model.message.Message.Status;
import io.quorate.engine.model.message.Message.ViewChange;
import io.quorate.engine.model.message.Stance;
import io.quorate.engine.model.message.StateMessage.FetchChunk;
import io.quorate.engine.model.message.StateMessage.StateChunk;
import io.quorate.engine.model.message.StateMessage.StateManifest;

/** The payload of each message: one method a kind, fields in a fixed order, new ones at the end. */
final class PayloadWriter {

  /** Room to begin with: a payload's fixed fields, the head of octets, a reference. */
  private static final int SHORT = 256;

  private static final int LONGEST_HEAD = 9;
  private static final int REFERENCE = 60;

  /** The forms of a quorum's signature. */
  static final int VOTES = 0;

  static final int AGGREGATE = 1;

  private PayloadWriter() {}

  static Bytes payloadOf(Message message) {
    return switch (message.type()) {
      case REQUEST -> request((Request) message);
      case PRE_PREPARE -> batch(((PrePrepare) message).batch());
      case PREPARE, COMMIT, FETCH_DECIDED, FETCH_STATE -> Bytes.EMPTY;
      case CHECKPOINT -> header(((Checkpoint) message).header());
      case VIEW_CHANGE -> viewChange((ViewChange) message);
      case NEW_VIEW -> newView((NewView) message);
      case REPLY -> reply((Reply) message);
      case REFUSAL -> refusal((Refusal) message);
      case STATUS -> status((Status) message);
      case FETCH -> fetch((Fetch) message);
      case DECIDED -> decided((Decided) message);
      case STATE_MANIFEST -> manifest((StateManifest) message);
      case FETCH_CHUNK -> fetchChunk((FetchChunk) message);
      case STATE_CHUNK -> stateChunk((StateChunk) message);
      case ANNOUNCEMENT -> announcement((Announcement) message);
      case CHECKPOINT_PROOF -> proof((CheckpointProof) message);
    };
  }

  /** What the statement says of a message: the vote's own digest, or the payload's. */
  static Digest digestOf(Message message, Bytes payload) {
    return switch (message.type()) {
      case PREPARE -> ((Prepare) message).digest();
      case COMMIT -> ((Commit) message).digest();
      default -> Digest.of(payload);
    };
  }

  static Bytes request(Request request) {
    int octets = SHORT;
    for (var operation : request.operations()) {
      octets += LONGEST_HEAD + operation.length();
    }
    return writeId(new CborWriter(octets).array(6), request.id())
        .number(request.since().value())
        .text(request.replyTo())
        .list(request.operations(), CborWriter::octets)
        .end()
        .toBytes();
  }

  static Bytes batch(Batch batch) {
    return new CborWriter(SHORT + REFERENCE * batch.requests().size())
        .array(2)
        .number(batch.timestamp())
        .list(batch.requests(), PayloadWriter::writeReference)
        .end()
        .toBytes();
  }

  static Bytes header(Header header) {
    return writeHeader(new CborWriter(), header).toBytes();
  }

  private static Bytes viewChange(ViewChange change) {
    var writer = new CborWriter().array(2);
    writeStable(writer, change.stable());
    return writer.list(change.prepared(), PayloadWriter::writePrepared).end().toBytes();
  }

  private static Bytes newView(NewView newView) {
    return new CborWriter()
        .array(1)
        .list(
            newView.justifications(),
            (writer, each) ->
                writer.array(2).number(each.replica().value()).digest(each.viewChange()).end())
        .end()
        .toBytes();
  }

  /** Without digests it is what it was before there were any. */
  private static Bytes reply(Reply reply) {
    var out = new CborWriter().array(reply.digests().isEmpty() ? 2 : 3);
    out.number(reply.client().value())
        .list(
            reply.answers(),
            (writer, each) ->
                writeNumbers(writer.array(3), each.request())
                    .list(each.results(), CborWriter::octets)
                    .end());
    if (!reply.digests().isEmpty()) {
      out.list(
          reply.digests(),
          (writer, each) ->
              writeNumbers(writer.array(3), each.request()).digest(each.results()).end());
    }
    return out.end().toBytes();
  }

  private static Bytes refusal(Refusal refusal) {
    return writeId(new CborWriter().array(5), refusal.request())
        .number(refusal.reason().code())
        .number(refusal.retryAfterMillis())
        .end()
        .toBytes();
  }

  /** Without a doubt it is what it was before there were any. */
  private static Bytes status(Status status) {
    boolean doubting = status.stance() == Stance.DOUBTING;
    var out = new CborWriter().array(doubting ? 4 : 3);
    out.flag(status.stance().votes()).number(status.stable().value()).number(status.nonce());
    if (doubting) {
      out.flag(true);
    }
    return out.end().toBytes();
  }

  private static Bytes fetch(Fetch fetch) {
    return new CborWriter().array(1).list(fetch.digests(), CborWriter::digest).end().toBytes();
  }

  private static Bytes decided(Decided decided) {
    return new CborWriter()
        .array(1)
        .list(decided.decisions(), PayloadWriter::writeDecision)
        .end()
        .toBytes();
  }

  private static Bytes manifest(StateManifest manifest) {
    var writer = new CborWriter().array(2);
    writeStable(writer, manifest.checkpoint());
    return writer.list(manifest.chunks(), CborWriter::digest).end().toBytes();
  }

  private static Bytes proof(CheckpointProof proof) {
    var writer = new CborWriter().array(1);
    writeStable(writer, proof.checkpoint());
    return writer.end().toBytes();
  }

  private static Bytes fetchChunk(FetchChunk fetch) {
    return new CborWriter().array(2).digest(fetch.chunk()).number(fetch.offset()).end().toBytes();
  }

  private static Bytes stateChunk(StateChunk chunk) {
    return new CborWriter(SHORT + chunk.octets().length())
        .array(4)
        .digest(chunk.chunk())
        .number(chunk.length())
        .number(chunk.offset())
        .octets(chunk.octets())
        .end()
        .toBytes();
  }

  private static Bytes announcement(Announcement announcement) {
    return new CborWriter()
        .array(2)
        .number(announcement.incarnation())
        .text(announcement.address())
        .end()
        .toBytes();
  }

  static CborWriter writeId(CborWriter writer, RequestId id) {
    return writeNumbers(writer.number(id.client().value()), id);
  }

  /** All of it but the client. */
  private static CborWriter writeNumbers(CborWriter writer, RequestId id) {
    return writer.number(id.session()).number(id.number());
  }

  static void writeReference(CborWriter writer, RequestReference reference) {
    writeId(writer.array(6), reference.id())
        .number(reference.operations())
        .number(reference.size())
        .digest(reference.digest())
        .end();
  }

  static CborWriter writeHeader(CborWriter writer, Header header) {
    return writer
        .array(7)
        .number(header.sequence().value())
        .digest(header.previous())
        .digest(header.batch())
        .digest(header.results())
        .digest(header.state())
        .number(header.configuration().value())
        .number(header.timestamp())
        .end();
  }

  static void writeStable(CborWriter writer, StableCheckpoint stable) {
    writeHeader(writer.array(2), stable.header());
    writeQuorum(writer, stable.signature());
    writer.end();
  }

  static void writePrepared(CborWriter writer, PreparedCertificate prepared) {
    writer
        .array(5)
        .number(prepared.view().value())
        .number(prepared.sequence().value())
        .digest(prepared.batch());
    writeEndorsement(writer, prepared.proposal());
    writeQuorum(writer, prepared.prepares());
    writer.end();
  }

  static void writeCommitted(CborWriter writer, CommitCertificate committed) {
    writer
        .array(4)
        .number(committed.view().value())
        .number(committed.sequence().value())
        .digest(committed.batch());
    writeQuorum(writer, committed.commits());
    writer.end();
  }

  static void writeDecision(CborWriter writer, Decided.Decision decision) {
    writeCommitted(writer.array(3), decision.certificate());
    writer.octets(batch(decision.batch())).list(decision.requests(), CborWriter::octets).end();
  }

  static void writeQuorum(CborWriter writer, QuorumSignature signature) {
    if (signature instanceof QuorumSignature.Votes votes) {
      writer.array(2).number(VOTES).list(votes.endorsements(), PayloadWriter::writeEndorsement);
    } else if (signature instanceof QuorumSignature.Aggregate aggregate) {
      writer.array(3).number(AGGREGATE).octets(aggregate.members()).octets(aggregate.signature());
    }
    writer.end();
  }

  private static void writeEndorsement(CborWriter writer, Endorsement endorsement) {
    writer.array(2).number(endorsement.signer().value()).octets(endorsement.signature()).end();
  }
}
