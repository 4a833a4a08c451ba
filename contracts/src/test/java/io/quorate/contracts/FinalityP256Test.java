package io.quorate.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bootstrap.finality.FinalityAbi;
import io.quorate.contracts.Evm.Result;
import io.quorate.engine.codec.Canonical;
import io.quorate.engine.crypto.SignatureScheme;
import io.quorate.engine.fixtures.Committee;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ClientId;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.Header;
import io.quorate.engine.model.MerklePath;
import io.quorate.engine.model.MerkleRoot;
import io.quorate.engine.model.RequestId;
import io.quorate.engine.model.RequestOutcome;
import io.quorate.engine.model.certificate.FinalityCertificate;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Votes that this engine's code signs, checked by a contract in a virtual machine. */
@Tag("slow")
@DisplayNameGeneration(ReplaceUnderscores.class)
class FinalityP256Test {

  private static final String CONTRACT = "FinalityP256";
  private static final Header HEADER = Group.header(64);

  @Test
  void a_quorum_convinces_whatever_the_size_and_the_numbers() {
    var groups = IntStream.of(4, 7, 22, 67).mapToObj(Group::of).toList();
    var evm = new Evm();
    var headers =
        List.of(Group.header(1), Group.header(200), Group.header(65_600), Group.header(1L << 40));
    for (int i = 0; i < groups.size(); i++) {
      deploy(evm, groups.get(i), "group" + i);
      for (var header : headers) {
        evm.call("group" + i, "verify", abi(groups.get(i), groups.get(i).certificate(header)));
      }
    }
    var results = evm.run();
    for (int i = 0; i < results.size(); i++) {
      assertThat(results.get(i).ok()).isTrue();
      if (i % 5 > 0) {
        assertThat(results.get(i).output()).isEqualTo(digest(headers.get(i % 5 - 1)));
      }
    }
  }

  @Test
  void what_no_quorum_signed_is_refused() {
    var group = Group.of(4);
    var good = group.certificate(HEADER);
    var other = new Group(Committee.of(4, SignatureScheme.ECDSA_P256, "other"), 0);
    var evm = new Evm();
    deploy(evm, group, "group");
    evm.call("group", "verify", abi(group, good))
        .call("group", "verify", abi(group, group.certificate(HEADER, IntStream.of(1, 2))))
        .call("group", "verify", abi(other, other.certificate(HEADER)))
        .call("group", "verify", signedBy(good, Group.header(128), 0b1110))
        .call("group", "verify", signedBy(good, HEADER, 0b0111))
        .call("group", "verify", signedBy(good, HEADER, 0b11110))
        .call("group", "verify", signedBy(good, HEADER, 0b0110))
        .call("group", "verify", signedBy(good, HEADER, 0b1111))
        .call("group", "verify", abi(group, group.certificate(Group.header(0))))
        .call("group", "verify", Bytes.EMPTY);
    var results = evm.run();
    assertThat(results.subList(0, 2)).allMatch(Result::ok);
    assertThat(results.subList(2, results.size())).noneMatch(Result::ok);
  }

  @Test
  void no_changed_byte_is_believed() {
    var group = Group.of(4);
    var good = abi(group, group.certificate(HEADER)).toArray();
    var evm = new Evm();
    deploy(evm, group, "group");
    for (int i = 0; i < good.length; i++) {
      var changed = good.clone();
      changed[i] ^= (byte) (1 << i % 8);
      evm.call("group", "verify", Bytes.wrap(changed));
    }
    var results = evm.run();
    assertThat(results.get(0).ok()).isTrue();
    assertThat(results.subList(1, results.size())).noneMatch(Result::ok);
  }

  @Test
  void a_committee_hands_over_to_the_next_and_its_own_word_ends() {
    var group = Group.of(4);
    var next = Group.later(7, 1);
    var after = Group.later(4, 2);
    var cluster = group.committee().cluster().genesis();
    var evm = new Evm();
    deploy(evm, group, "group");
    evm.call("group", "follow", group.handOver(cluster, after))
        .call("group", "follow", next.handOver(cluster, next))
        .call("group", "follow", group.handOver(next.committee().cluster().genesis(), next))
        .call("group", "follow", group.handOver(cluster, next))
        .call("group", "follow", group.handOver(cluster, next))
        .call("group", "verify", abi(group, group.certificate(HEADER)))
        .call("group", "follow", next.handOver(cluster, after));
    assertThat(evm.run())
        .extracting(Result::ok)
        .containsExactly(true, false, false, false, true, false, false, true);
  }

  @Test
  void a_bridge_pays_once_what_the_group_decided() {
    var group = Group.of(4);
    var recipient = Arrays.copyOf(HEADER.digest().toBytes().toArray(), 20);
    long amount = 1_000;
    var withdrawal = Bytes.wrap(concat(Bytes.utf8("withdraw").toArray(), recipient, amount));
    var outcomes =
        IntStream.range(0, 5)
            .mapToObj(i -> outcome(i, i == 3 ? withdrawal : Bytes.utf8("else")))
            .toList();
    var header = Group.header(64, Canonical.resultsRoot(outcomes));
    var hashes = outcomes.stream().map(each -> MerkleRoot.leaf(Canonical.leaf(each))).toList();
    var path = MerklePath.of(hashes, 3);
    var certificate = abi(group, group.certificate(header));
    var good = payment(certificate, outcomes.get(3), recipient, amount, path);
    var evm = new Evm();
    deploy(evm, group, "group");
    evm.deploy("ExampleBridge", "bridge", "{group}")
        .with(5_000)
        .call("bridge", "pay", payment(certificate, outcomes.get(3), recipient, amount + 1, path))
        .call("bridge", "pay", payment(certificate, outcomes.get(2), recipient, amount, path))
        .call("bridge", "pay", good)
        .call("bridge", "pay", good);
    assertThat(evm.run())
        .extracting(Result::ok)
        .containsExactly(true, true, false, false, true, false);
  }

  private static RequestOutcome outcome(int number, Bytes result) {
    return new RequestOutcome(
        new RequestId(new ClientId(100), 7, number + 1),
        Digest.of(Bytes.utf8("request " + number)),
        Canonical.results(List.of(result)));
  }

  private static byte[] concat(byte[] word, byte[] recipient, long amount) {
    return java.nio.ByteBuffer.allocate(60)
        .put(word)
        .put(recipient)
        .position(52)
        .putLong(amount)
        .array();
  }

  /** The arguments of {@code pay(Certificate, Withdrawal)}. */
  private static Bytes payment(
      Bytes certificate, RequestOutcome outcome, byte[] recipient, long amount, MerklePath path) {
    var leaf = Canonical.leaf(outcome);
    var request = Abi.tail(leaf.slice(0, leaf.length() - 34));
    var first = Evm.hex(certificate).substring(64);
    var aunts = new StringBuilder(Abi.word(path.aunts().size()));
    path.aunts().forEach(each -> aunts.append(Evm.hex(each.toBytes())));
    var withdrawal =
        Abi.word(128)
            + Abi.word(new BigInteger(1, recipient))
            + Abi.word(amount)
            + Abi.word(128 + request.length() / 2)
            + request
            + Abi.word(path.index())
            + Abi.word(path.total())
            + Abi.word(96)
            + aunts;
    return Abi.bytes(Abi.word(64) + Abi.word(64 + first.length() / 2) + first + withdrawal);
  }

  private static void deploy(Evm evm, Group group, String name) {
    evm.deploy(
        CONTRACT,
        name,
        Evm.hex(group.committee().cluster().genesis().toBytes())
            + Abi.word(64)
            + Abi.tail(group.packed()));
  }

  private static Bytes abi(Group group, FinalityCertificate certificate) {
    return FinalityAbi.encode(certificate, group.committee().genesis().configuration())
        .orElseThrow();
  }

  /** These signatures, said to be others'. */
  private static Bytes signedBy(FinalityCertificate good, Header header, int signers) {
    var votes = (io.quorate.engine.model.certificate.QuorumSignature.Votes) good.proof();
    var all = java.nio.ByteBuffer.allocate(64 * votes.size());
    votes.endorsements().forEach(each -> all.put(each.signature().toArray()));
    return FinalityAbi.encode(header, BigInteger.valueOf(signers), Bytes.wrap(all.array()));
  }

  private static String digest(Header header) {
    return Evm.hex(header.digest().toBytes());
  }
}
