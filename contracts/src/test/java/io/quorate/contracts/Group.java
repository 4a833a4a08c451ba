package io.quorate.contracts;

import io.quorate.engine.codec.Canonical;
import io.quorate.engine.crypto.SignatureScheme;
import io.quorate.engine.fixtures.Committee;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Configuration;
import io.quorate.engine.model.ConfigurationId;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.Header;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.certificate.FinalityCertificate;
import io.quorate.engine.model.certificate.QuorumSignature;
import io.quorate.engine.model.message.Message.Checkpoint;
import io.quorate.engine.proof.PackedCommittee;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;

/** A group whose replicas sign with P-256, and what they sign. */
record Group(Committee committee, long configuration) {

  private static final int COMMITTEE = 21;

  private static final long NOW = 1_700_000_000_000L << 16;

  static Group of(int n) {
    return new Group(Committee.of(n, SignatureScheme.ECDSA_P256), 0);
  }

  /** Other members of the same group, later. */
  static Group later(int n, long configuration) {
    return new Group(
        Committee.of(n, SignatureScheme.ECDSA_P256, "configuration " + configuration),
        configuration);
  }

  Configuration configured() {
    var founding = committee.genesis().configuration();
    return new Configuration(
        new ConfigurationId(configuration), founding.members(), founding.rules());
  }

  Bytes packed() {
    return PackedCommittee.of(configured()).orElseThrow();
  }

  /** The arguments of {@code follow}: a quorum of these members names the next ones. */
  Bytes handOver(Digest cluster, Group next) {
    var packed = next.packed();
    var signers = IntStream.range(committee.size() - quorum(), committee.size()).toArray();
    var proof = ByteBuffer.allocate(64 * signers.length);
    for (int each : signers) {
      var said =
          SignedBytes.of(
              COMMITTEE, cluster, configuration, each, next.configuration(), Digest.of(packed));
      proof.put(committee.signer(each).sign(said.toArray()));
    }
    return Abi.follow(packed, BlsGroup.bits(signers), Bytes.wrap(proof.array()));
  }

  int quorum() {
    return committee.genesis().configuration().quorum().size();
  }

  static Header header(long sequence, Digest results) {
    return Canonical.seal(
        new Header(
            new SequenceNumber(sequence),
            Digest.of(Bytes.utf8("before")),
            Digest.of(Bytes.utf8("batch")),
            results,
            Digest.of(Bytes.utf8("state")),
            ConfigurationId.GENESIS,
            NOW,
            Digest.ZERO));
  }

  static Header header(long sequence) {
    return header(sequence, Digest.of(Bytes.utf8("results")));
  }

  /** By the last members, who are a quorum. */
  FinalityCertificate certificate(Header header) {
    return certificate(header, IntStream.range(committee.size() - quorum(), committee.size()));
  }

  FinalityCertificate certificate(Header header, IntStream signers) {
    var votes =
        signers
            .mapToObj(i -> committee.endorse(i, id -> new Checkpoint(header, new ReplicaId(i))))
            .toList();
    return new FinalityCertificate(
        committee.cluster(),
        ConfigurationId.GENESIS,
        List.of(header),
        new QuorumSignature.Votes(votes));
  }
}
