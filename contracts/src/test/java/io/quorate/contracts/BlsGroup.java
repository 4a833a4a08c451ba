package io.quorate.contracts;

import io.quorate.bootstrap.finality.FinalityAbi;
import io.quorate.engine.codec.Canonical;
import io.quorate.engine.fixtures.Committee;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ConfigurationId;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.Header;
import io.quorate.engine.model.Quorum;
import io.quorate.extension.bls.BlsAggregate;
import io.quorate.extension.bls.BlsAggregate.Share;
import io.quorate.extension.bls.BlsSecretKey;
import io.quorate.extension.bls.Eip2537;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;

/** Members with BLS keys, which sign alike; the engine's replicas do not do so yet. */
record BlsGroup(List<BlsSecretKey> members, long configuration) {

  private static final Digest CLUSTER = Committee.of(4).cluster().genesis();
  private static final int FINALITY = 20;
  private static final int COMMITTEE = 21;

  static BlsGroup of(int n, long configuration) {
    var members =
        IntStream.range(0, n)
            .mapToObj(i -> Digest.of(Bytes.utf8("bls " + configuration + " " + i)))
            .map(seed -> BlsSecretKey.of(seed.toBytes().toArray()))
            .toList();
    return new BlsGroup(members, configuration);
  }

  IntStream quorum() {
    int n = members.size();
    return IntStream.range(n - new Quorum(n).size(), n);
  }

  Header header(long sequence) {
    var header = Group.header(sequence);
    return Canonical.seal(
        new Header(
            header.sequence(),
            header.previous(),
            header.batch(),
            header.results(),
            header.state(),
            new ConfigurationId(configuration),
            header.timestamp(),
            Digest.ZERO));
  }

  Bytes packed() {
    var packed = ByteBuffer.allocate(Long.BYTES + 256 * members.size()).putLong(configuration);
    members.forEach(each -> packed.put(Eip2537.key(each.publicKey()).toArray()));
    return Bytes.wrap(packed.array());
  }

  void deploy(Evm evm, String name) {
    evm.deploy(
        "FinalityBls", name, Abi.word(CLUSTER.toBytes()) + Abi.word(64) + Abi.tail(packed()));
  }

  Bytes certificate(Header header, IntStream signers) {
    var who = signers.toArray();
    return FinalityAbi.encode(header, bits(who), signature(header, IntStream.of(who)));
  }

  Bytes signature(Header header, IntStream signers) {
    return sign(FINALITY, header.sequence().value(), header.digest(), signers);
  }

  /** The arguments of {@code follow}. */
  Bytes handOver(BlsGroup next) {
    var packed = next.packed();
    var proof = sign(COMMITTEE, next.configuration(), Digest.of(packed), quorum());
    return Abi.follow(packed, bits(quorum().toArray()), proof);
  }

  private Bytes sign(int kind, long sequence, Digest digest, IntStream signers) {
    var statement = SignedBytes.of(kind, CLUSTER, configuration, 0, sequence, digest);
    var keys = members.stream().map(BlsSecretKey::publicKey).toList();
    var shares = signers.mapToObj(i -> new Share(i, members.get(i).sign(statement))).toList();
    var sum = BlsAggregate.of(shares, keys, statement);
    return Eip2537.signature(sum.signature().orElseThrow()).orElseThrow();
  }

  static BigInteger bits(int... signers) {
    var bits = BigInteger.ZERO;
    for (int each : signers) {
      bits = bits.setBit(each);
    }
    return bits;
  }
}
