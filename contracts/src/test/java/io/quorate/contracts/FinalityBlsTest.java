package io.quorate.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bootstrap.finality.FinalityAbi;
import io.quorate.contracts.Evm.Result;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Header;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One BLS12-381 signature for a quorum, checked by a contract in a virtual machine. */
@Tag("slow")
@DisplayNameGeneration(ReplaceUnderscores.class)
class FinalityBlsTest {

  private static final Header HEADER = Group.header(64);
  private static final int POINT = 128;

  private final BlsGroup group = BlsGroup.of(4, 0);

  @Test
  void a_quorum_and_all_members_convince() {
    var evm = new Evm();
    for (int n : List.of(4, 7, 67)) {
      var each = BlsGroup.of(n, 0);
      each.deploy(evm, "group" + n);
      evm.call("group" + n, "verify", each.certificate(HEADER, each.quorum()));
      evm.call("group" + n, "verify", each.certificate(HEADER, IntStream.range(0, n)));
      evm.call("group" + n, "verify", each.certificate(Group.header(1L << 33), each.quorum()));
    }
    assertThat(evm.run()).allMatch(Result::ok);
  }

  @Test
  void what_no_quorum_signed_is_refused() {
    var evm = new Evm();
    group.deploy(evm, "group");
    var good = group.signature(HEADER, group.quorum());
    var absent = group.signature(HEADER, IntStream.range(0, 3));
    evm.call("group", "verify", abi(HEADER, 0b1110, good))
        .call("group", "verify", abi(Group.header(128), 0b1110, good))
        .call("group", "verify", abi(HEADER, 0b1111, good))
        .call("group", "verify", abi(HEADER, 0b1110, absent))
        .call("group", "verify", abi(HEADER, 0b1100, good))
        .call("group", "verify", abi(HEADER, 0b11110, good))
        .call("group", "verify", abi(HEADER, 0b1110, Bytes.wrap(new byte[POINT])))
        .call("group", "verify", abi(HEADER, 0b1110, good.slice(0, POINT - 1)))
        .call("group", "verify", abi(HEADER, 0b1110, offTheCurve(good)))
        .call("group", "verify", abi(HEADER, 0b1110, offTheSubgroup()));
    var results = evm.run();
    assertThat(results.subList(0, 2)).allMatch(Result::ok);
    assertThat(results.subList(2, results.size())).noneMatch(Result::ok);
  }

  @Test
  void a_committee_hands_over_to_the_next_and_its_own_word_ends() {
    var next = BlsGroup.of(7, 1);
    var after = BlsGroup.of(4, 2);
    var evm = new Evm();
    group.deploy(evm, "group");
    evm.call("group", "follow", group.handOver(after))
        .call("group", "follow", next.handOver(next))
        .call("group", "follow", group.handOver(next))
        .call("group", "follow", group.handOver(next))
        .call("group", "verify", group.certificate(HEADER, group.quorum()))
        .call("group", "verify", next.certificate(next.header(128), next.quorum()))
        .call("group", "follow", next.handOver(after))
        .call("group", "verify", after.certificate(after.header(192), after.quorum()));
    assertThat(evm.run())
        .extracting(Result::ok)
        .containsExactly(true, false, false, true, false, false, true, true, true);
  }

  private static Bytes abi(Header header, int signers, Bytes proof) {
    return FinalityAbi.encode(header, java.math.BigInteger.valueOf(signers), proof);
  }

  private static Bytes offTheCurve(Bytes point) {
    var changed = point.toArray();
    changed[POINT - 1] ^= 1;
    return Bytes.wrap(changed);
  }

  /** x = 4 lies on the curve, and not in the group of prime order. */
  private static Bytes offTheSubgroup() {
    var y =
        "0a989badd40d6212b33cffc3f3763e9bc760f988c9926b26"
            + "da9dd85e928483446346b8ed00e1de5d5ea93e354abe706c";
    return Bytes.wrap(HexFormat.of().parseHex("00".repeat(63) + "04" + "00".repeat(16) + y));
  }
}
