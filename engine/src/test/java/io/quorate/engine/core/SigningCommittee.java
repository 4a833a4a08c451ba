package io.quorate.engine.core;

import io.quorate.engine.codec.Canonical;
import io.quorate.engine.codec.MessageCodec;
import io.quorate.engine.crypto.MessageSigner;
import io.quorate.engine.crypto.SignatureScheme;
import io.quorate.engine.crypto.Signer;
import io.quorate.engine.crypto.Verified;
import io.quorate.engine.model.Batch;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ClientId;
import io.quorate.engine.model.Configuration;
import io.quorate.engine.model.ConfigurationId;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.Genesis;
import io.quorate.engine.model.Header;
import io.quorate.engine.model.Limit;
import io.quorate.engine.model.Limits;
import io.quorate.engine.model.Member;
import io.quorate.engine.model.ProtocolRules;
import io.quorate.engine.model.PublicKey;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.RequestId;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.View;
import io.quorate.engine.model.certificate.CommitCertificate;
import io.quorate.engine.model.certificate.Endorsement;
import io.quorate.engine.model.certificate.PreparedCertificate;
import io.quorate.engine.model.certificate.StableCheckpoint;
import io.quorate.engine.model.message.Message;
import io.quorate.engine.model.message.Message.Checkpoint;
import io.quorate.engine.model.message.Message.Commit;
import io.quorate.engine.model.message.Message.Decided;
import io.quorate.engine.model.message.Message.PrePrepare;
import io.quorate.engine.model.message.Message.Prepare;
import io.quorate.engine.model.message.Message.Request;
import io.quorate.engine.model.message.Message.ViewChange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Four replicas with keys of their own, who say whatever a test wants to hear. */
public final class SigningCommittee {

  /** Calendar time at which batches are proposed, in milliseconds. */
  public static final long WALL = 1_700_000_000_000L;

  public static final ProtocolRules RULES =
      new ProtocolRules(
          4,
          8,
          60_000,
          Limits.DEFAULT
              .with(Limit.BATCH_OPERATIONS, 64)
              .with(Limit.OPERATION_BYTES, 10_000)
              .with(Limit.REQUEST_BYTES, 10_000));

  private static final int SIZE = 4;

  private final List<MessageSigner> replicas = new ArrayList<>();
  private final Genesis genesis;
  private final MessageCodec codec;

  public SigningCommittee() {
    var members = new ArrayList<Member>();
    for (int i = 0; i < SIZE; i++) {
      var key = new PublicKey(1, Bytes.wrap(signer(i).key().encoded()));
      members.add(new Member(new ReplicaId(i), List.of(key), "replica-" + i + ":1"));
    }
    this.genesis = new Genesis("committee", Bytes.EMPTY, members, new TreeMap<>(), RULES);
    this.codec = new MessageCodec(Canonical.clusterId(genesis), ConfigurationId.GENESIS);
    for (int i = 0; i < SIZE; i++) {
      replicas.add(new MessageSigner(codec, i, signer(i)));
    }
  }

  private static Signer signer(int number) {
    var secret = new byte[SignatureScheme.SECRET_LENGTH];
    secret[0] = (byte) (number + 1);
    return SignatureScheme.ED25519.signer(secret);
  }

  public Configuration configuration() {
    return genesis.configuration();
  }

  public StableCheckpoint beginning() {
    return Canonical.genesisCheckpoint(Digest.ZERO);
  }

  public MessageSigner replica(int index) {
    return replicas.get(index);
  }

  public ReplicaCore core(int index) {
    var core =
        new ReplicaCore(replica(index), configuration(), beginning(), CoreSettings.of(RULES));
    core.at(0, WALL);
    return core;
  }

  public <M extends Message> Verified<M> says(int replica, M message) {
    return replica(replica).sign(message);
  }

  public Verified<Request> request(long client, long number, String operation) {
    var id = new RequestId(new ClientId(client), 1, number);
    return new MessageSigner(codec, client, signer(100 + (int) client))
        .sign(Canonical.request(id, "here", List.of(Bytes.utf8(operation))));
  }

  @SafeVarargs
  @SuppressWarnings("varargs") // only read
  public final Batch batch(Verified<Request>... requests) {
    return batch(Arrays.asList(requests));
  }

  public Batch batch(List<Verified<Request>> requests) {
    return Canonical.batch(
        WALL << 16, requests.stream().map(each -> each.message().reference()).toList());
  }

  public Verified<PrePrepare> proposal(long view, long at, Batch batch) {
    var message = new PrePrepare(new View(view), new SequenceNumber(at), batch);
    return says((int) (view % SIZE), message);
  }

  public Verified<Prepare> prepare(int replica, long view, long at, Digest digest) {
    return says(
        replica,
        new Prepare(new View(view), new SequenceNumber(at), digest, new ReplicaId(replica)));
  }

  public Verified<Commit> commit(int replica, long view, long at, Digest digest) {
    return says(
        replica,
        new Commit(new View(view), new SequenceNumber(at), digest, new ReplicaId(replica)));
  }

  public Verified<ViewChange> viewChange(
      int replica, long view, StableCheckpoint stable, PreparedCertificate... prepared) {
    return says(
        replica,
        Canonical.viewChange(new View(view), stable, List.of(prepared), new ReplicaId(replica)));
  }

  public Verified<ViewChange> viewChange(int replica, long view) {
    return viewChange(replica, view, beginning());
  }

  public PreparedCertificate prepared(long view, long at, Batch batch) {
    var proposal = proposal(view, at, batch);
    int primary = (int) proposal.signer();
    var prepares =
        IntStream.range(0, SIZE)
            .filter(replica -> replica != primary)
            .limit(configuration().quorum().size() - 1L)
            .mapToObj(replica -> prepare(replica, view, at, batch.digest()))
            .map(vote -> new Endorsement(vote.message().replica(), vote.signature()))
            .toList();
    return new PreparedCertificate(
        new View(view),
        new SequenceNumber(at),
        batch.digest(),
        new Endorsement(new ReplicaId(primary), proposal.signature()),
        prepares);
  }

  /** What the others decided there: that client 1 asks for "a". */
  public Decided decided(long at) {
    var request = request(1, at, "a");
    return decided(at, batch(request), List.of(request.wire()));
  }

  public Decided decided(long at, Batch batch, List<Bytes> requests) {
    var commits =
        Stream.of(0, 1, 3)
            .map(replica -> commit(replica, 0, at, batch.digest()))
            .map(vote -> new Endorsement(vote.message().replica(), vote.signature()))
            .toList();
    var certificate =
        new CommitCertificate(View.ZERO, new SequenceNumber(at), batch.digest(), commits);
    return new Decided(
        new ReplicaId(3), List.of(new Decided.Decision(certificate, batch, requests)));
  }

  /** A header like any other; {@code state} tells two at one number apart. */
  public Header header(long at, String state) {
    return Canonical.seal(
        new Header(
            new SequenceNumber(at),
            Digest.ZERO,
            Digest.ZERO,
            Digest.ZERO,
            Digest.of(Bytes.utf8(state)),
            ConfigurationId.GENESIS,
            at,
            Digest.ZERO));
  }

  public Verified<Checkpoint> checkpoint(int replica, Header header) {
    return says(replica, new Checkpoint(header, new ReplicaId(replica)));
  }

  public StableCheckpoint stable(Header header) {
    var signatures =
        IntStream.range(0, configuration().quorum().size())
            .mapToObj(replica -> checkpoint(replica, header))
            .map(vote -> new Endorsement(vote.message().replica(), vote.signature()))
            .toList();
    return new StableCheckpoint(header, signatures);
  }
}
