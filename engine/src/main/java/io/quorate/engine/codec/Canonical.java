package io.quorate.engine.codec;

import io.quorate.engine.model.Batch;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ClusterId;
import io.quorate.engine.model.ConfigurationId;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.Genesis;
import io.quorate.engine.model.Header;
import io.quorate.engine.model.Member;
import io.quorate.engine.model.MerkleRoot;
import io.quorate.engine.model.PublicKey;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.RequestId;
import io.quorate.engine.model.RequestOutcome;
import io.quorate.engine.model.RequestReference;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.View;
import io.quorate.engine.model.certificate.PreparedCertificate;
import io.quorate.engine.model.certificate.QuorumSignature;
import io.quorate.engine.model.certificate.StableCheckpoint;
import io.quorate.engine.model.message.Message.Request;
import io.quorate.engine.model.message.Message.ViewChange;
import java.util.List;

/** Values that are named by the digest of their canonical octets get it here. */
public final class Canonical {

  private Canonical() {}

  public static Batch batch(long timestamp, List<RequestReference> requests) {
    var open = new Batch(timestamp, requests, Digest.ZERO);
    return new Batch(timestamp, requests, Digest.of(PayloadWriter.batch(open)));
  }

  /** The batch that fills a gap (OSDI '99, §4.4). */
  public static Batch nullBatch() {
    return batch(0, List.of());
  }

  /** The same header with its digest. */
  public static Header seal(Header open) {
    return new Header(
        open.sequence(),
        open.previous(),
        open.batch(),
        open.results(),
        open.state(),
        open.configuration(),
        open.timestamp(),
        Digest.of(PayloadWriter.header(open)));
  }

  /** A request of a client's first sessions, which need not say since when they are. */
  public static Request request(RequestId id, String replyTo, List<Bytes> operations) {
    return request(id, SequenceNumber.ZERO, replyTo, operations);
  }

  /** A request of a session that began after this slot was executed. */
  public static Request request(
      RequestId id, SequenceNumber since, String replyTo, List<Bytes> operations) {
    var open = new Request(id, since, replyTo, operations, 0, Digest.ZERO);
    var payload = PayloadWriter.request(open);
    return new Request(id, since, replyTo, operations, payload.length(), Digest.of(payload));
  }

  /** What results are known by when they are too large to be sent by everyone. */
  public static Digest results(List<Bytes> results) {
    return CborWriter.digesting().list(results, CborWriter::octets).toDigest();
  }

  /** The leaf of a header's results that stands for this request. */
  public static Bytes leaf(RequestOutcome outcome) {
    return PayloadWriter.writeId(new CborWriter().array(5), outcome.id())
        .digest(outcome.request())
        .digest(outcome.results())
        .end()
        .toBytes();
  }

  /** What the headers of replicas that executed alike have in common: a root over the leaves. */
  public static Digest resultsRoot(List<RequestOutcome> outcomes) {
    if (outcomes.isEmpty()) {
      return MerkleRoot.of(List.of());
    }
    return MerkleRoot.ofHashes(
        outcomes.stream().map(outcome -> MerkleRoot.leaf(leaf(outcome))).toList());
  }

  public static ViewChange viewChange(
      View view, StableCheckpoint stable, List<PreparedCertificate> prepared, ReplicaId replica) {
    var open = new ViewChange(view, stable, prepared, replica, Digest.ZERO);
    var digest = Digest.of(PayloadWriter.payloadOf(open));
    return new ViewChange(view, stable, prepared, replica, digest);
  }

  /** The header before the first batch: the same for everyone, so nobody need sign it. */
  public static StableCheckpoint genesisCheckpoint(Digest state) {
    var header =
        new Header(
            SequenceNumber.ZERO,
            Digest.ZERO,
            Digest.ZERO,
            Digest.ZERO,
            state,
            ConfigurationId.GENESIS,
            0,
            Digest.ZERO);
    return new StableCheckpoint(seal(header), QuorumSignature.NONE);
  }

  /** The cluster's name for ever: every field of its founding record counts. */
  public static ClusterId clusterId(Genesis genesis) {
    var rules = genesis.rules();
    var writer =
        CborWriter.digesting()
            .array(5)
            .text(genesis.name())
            .octets(genesis.nonce())
            .list(genesis.members(), Canonical::writeMember)
            .list(
                List.copyOf(genesis.clients().entrySet()),
                (each, client) ->
                    writeKey(each.array(2).number(client.getKey().value()), client.getValue())
                        .end())
            .array(4)
            .number(rules.checkpointInterval())
            .number(rules.window())
            .number(rules.maxClockDriftMillis())
            .list(List.copyOf(rules.limits().values().values()), CborWriter::number)
            .end()
            .end();
    return new ClusterId(writer.toDigest());
  }

  private static void writeMember(CborWriter writer, Member member) {
    writer
        .array(3)
        .number(member.id().value())
        .list(member.keys(), Canonical::writeKey)
        .text(member.address())
        .end();
  }

  private static CborWriter writeKey(CborWriter writer, PublicKey key) {
    return writer.array(2).number(key.scheme()).octets(key.encoded()).end();
  }
}
