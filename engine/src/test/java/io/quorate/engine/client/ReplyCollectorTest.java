package io.quorate.engine.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.codec.Canonical;
import io.quorate.engine.codec.MessageCodec;
import io.quorate.engine.codec.Unverified;
import io.quorate.engine.fixtures.Committee;
import io.quorate.engine.fixtures.Examples;
import io.quorate.engine.fixtures.Retained;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.message.MessageType;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ReplyCollectorTest {

  private final Committee committee = Committee.of(4);
  private final ReplyCollector collector = new ReplyCollector(2);
  private final IdentityHashMap<Unverified, Boolean> forged = new IdentityHashMap<>();
  private int checks;

  @Test
  void equal_words_of_f_plus_1_replicas_are_believed() {
    assertThat(add(0, claimed("a"))).isEmpty();
    assertThat(add(1, claimed("a"))).isPresent();
  }

  @Test
  void no_signature_is_checked_before_enough_agree() {
    add(0, claimed("a"));
    add(1, claimed("b"));
    add(2, claimed("c"));
    assertThat(checks).isZero();
  }

  @Test
  void different_results_or_numbers_do_not_count_together() {
    add(0, claimed("a"));
    assertThat(add(1, claimed("b"))).isEmpty();
    var elsewhere = new SequenceNumber(8);
    assertThat(add(2, ClaimedResults.ofResults(elsewhere, List.of(Bytes.utf8("a")), octets())))
        .isEmpty();
  }

  @Test
  void one_replica_counts_once() {
    add(0, claimed("a"));
    assertThat(add(0, claimed("a"))).isEmpty();
  }

  @Test
  void a_forged_word_does_not_count() {
    add(0, forged("a"));
    assertThat(add(1, claimed("a"))).isEmpty();
    assertThat(add(2, claimed("a"))).isPresent();
  }

  @Test
  void a_forged_word_displaces_no_signed_one() {
    add(0, claimed("a"));
    add(0, forged("b"));
    add(0, forged("a"));
    assertThat(add(1, claimed("a"))).isPresent();
  }

  @Test
  void a_replica_may_change_its_word() {
    add(0, claimed("a"));
    add(0, claimed("b"));
    assertThat(add(1, claimed("a"))).isEmpty();
    assertThat(add(2, claimed("b"))).isPresent();
  }

  @Test
  void a_digest_counts_as_the_results_that_it_is_of() {
    assertThat(add(0, digest("a"))).isEmpty();
    assertThat(add(1, digest("b"))).isEmpty();
    assertThat(add(2, claimed("a")).flatMap(ClaimedResults::results))
        .contains(List.of(Bytes.utf8("a")));
  }

  @Test
  void digests_alone_answer_nothing() {
    add(0, digest("a"));
    add(1, digest("a"));
    assertThat(add(2, digest("a"))).isEmpty();
    assertThat(checks).isZero();
    assertThat(add(3, claimed("b"))).as("results of another digest").isEmpty();
    assertThat(add(3, claimed("a")).flatMap(ClaimedResults::results))
        .contains(List.of(Bytes.utf8("a")));
  }

  @Test
  void a_large_forgery_is_kept_for_nobody() {
    var large = large();
    forged.put(large.octets(), true);
    for (int replica = 0; replica < 4; replica++) {
      add(replica, large);
    }
    assertThat(Retained.bytes(collector)).isLessThan(1_000);
    add(0, large());
    assertThat(Retained.bytes(collector)).isGreaterThan(ReplyCollector.LARGE);
  }

  private ClaimedResults large() {
    var of = octets();
    var wire = Bytes.wrap(new byte[ReplyCollector.LARGE + 1]);
    var octets = new Unverified(of.statement(), of.signed(), of.signature(), of.payload(), wire);
    return ClaimedResults.ofResults(new SequenceNumber(7), List.of(wire), octets);
  }

  private Optional<ClaimedResults> add(int replica, ClaimedResults claimed) {
    return collector.add(replica, claimed, this::isSigned);
  }

  private boolean isSigned(Unverified octets) {
    checks++;
    return !forged.containsKey(octets);
  }

  private ClaimedResults forged(String result) {
    var claimed = claimed(result);
    forged.put(claimed.octets(), true);
    return claimed;
  }

  private ClaimedResults claimed(String result) {
    return ClaimedResults.ofResults(new SequenceNumber(7), List.of(Bytes.utf8(result)), octets());
  }

  private ClaimedResults digest(String result) {
    var results = Canonical.results(List.of(Bytes.utf8(result)));
    return ClaimedResults.ofDigest(new SequenceNumber(7), results, octets());
  }

  private Unverified octets() {
    var reply = new Examples(committee).of(MessageType.REPLY);
    return MessageCodec.open(committee.sign(reply).wire())
        .orElseThrow(error -> new IllegalStateException(error.toString()));
  }
}
