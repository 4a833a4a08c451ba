package io.quorate.engine.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.client.RequestFailed.Indeterminate;
import io.quorate.engine.client.RequestFailed.NotExecuted;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.spi.InboundFrame;
import io.quorate.engine.spi.StateMachine;
import java.time.Duration;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class BftClientTest extends ClientFixture {

  /** As many bytes as the results of one request may have. */
  private static final String LARGE = "x".repeat(1_000_000);

  @Test
  void a_request_goes_to_every_replica_and_f_plus_1_replies_answer_it() {
    var asker = ask("a");
    assertThat(sent).hasSize(4);
    reply(0, 1, "done");
    assertThat(asker.hasMessages()).isFalse();
    reply(1, 1, "done");
    assertThat(asker.receiveMessage().getValue()).isEqualTo(new Reply(AT, Bytes.utf8("done")));
  }

  @Test
  void each_asker_gets_the_result_of_its_own_operation() {
    ask("a");
    var b = ask("b");
    var c = ask("c");
    reply(0, 1, "A");
    reply(1, 1, "A");
    assertThat(operations(4)).containsExactly("b", "c");
    reply(0, 2, "B", "C");
    reply(3, 2, "B", "C");
    assertThat(b.receiveMessage().getValue().result()).isEqualTo(Bytes.utf8("B"));
    assertThat(c.receiveMessage().getValue().result()).isEqualTo(Bytes.utf8("C"));
  }

  @Test
  void one_more_ask_alone_goes_when_it_is_due_though_nothing_is_answered() {
    ask("a");
    ask("b");
    assertThat(sent).hasSize(4);
    pass(Duration.ofMillis(100));
    assertThat(operations(4)).containsExactly("b");
  }

  @Test
  void operations_without_a_result_are_asked_for_again_before_others_and_alone_if_need_be() {
    ask("a");
    var b = ask("b");
    var c = ask("c");
    var d = ask("d");
    reply(0, 1, "A");
    reply(1, 1, "A");
    assertThat(operations(4)).containsExactly("b", "c", "d");
    var e = ask("e");
    reply(0, 2, LARGE);
    assertThat(b.hasMessages()).isFalse();
    reply(1, 2, LARGE);
    assertThat(b.receiveMessage().getValue().result()).isEqualTo(Bytes.utf8(LARGE));
    assertThat(operations(8)).describedAs("one such result fills an answer").containsExactly("c");
    assertThat(operations(12)).containsExactly("d");
    reply(2, 4);
    reply(3, 4);
    assertThat(operations(16)).describedAs("d is older than e").containsExactly("d");
    reply(2, 3, "C");
    reply(3, 3, "C");
    assertThat(c.receiveMessage().getValue().result()).isEqualTo(Bytes.utf8("C"));
    pass(Duration.ofMillis(100));
    assertThat(operations(20)).containsExactly("e");
    reply(2, 5, "D");
    reply(3, 5, "D");
    assertThat(d.receiveMessage().getValue().result()).isEqualTo(Bytes.utf8("D"));
    assertThat(e.hasMessages()).isFalse();
  }

  @Test
  void an_ask_that_is_asked_for_again_keeps_its_deadline() {
    ask("a");
    var b = ask("b");
    pass(Duration.ofMillis(100));
    elapse(Duration.ofSeconds(9));
    reply(0, 2);
    reply(1, 2);
    assertThat(operations(8)).containsExactly("b");
    pass(Duration.ofMillis(900));
    assertThat(b.receiveMessage().getError()).isInstanceOf(Indeterminate.class);
  }

  @Test
  void what_was_not_executed_and_not_sent_again_in_time_is_surely_not_executed() {
    ask("a");
    var b = ask("b");
    pass(Duration.ofMillis(100));
    ask("c");
    pass(Duration.ofMillis(100));
    elapse(Duration.ofMillis(9_790));
    reply(0, 2);
    reply(1, 2);
    assertThat(b.hasMessages()).isFalse();
    assertThat(operations(sent.size() - 1)).containsExactly("b", "c");
  }

  @Test
  void a_result_that_was_too_large_comes_through_as_what_it_is() {
    var asker = ask("a");
    reply(0, 1, StateMachine.TOO_LARGE.asUtf8());
    reply(1, 1, StateMachine.TOO_LARGE.asUtf8());
    assertThat(asker.receiveMessage().getValue().result()).isEqualTo(StateMachine.TOO_LARGE);
  }

  @Test
  void a_reply_with_too_many_results_is_none() {
    var asker = ask("a");
    reply(0, 1, "A", "B");
    reply(1, 1, "A", "B");
    assertThat(asker.hasMessages()).isFalse();
  }

  @Test
  void a_reply_signed_by_nobody_it_names_is_none() {
    var asker = ask("a");
    reply(0, 1, "done");
    var good = committee.replica(1).sign(message(1, 1, "done")).wire().toArray();
    good[good.length - 1] ^= 1;
    tell(new InboundFrame(Bytes.wrap(good)));
    assertThat(asker.hasMessages()).isFalse();
    tell(new InboundFrame(Bytes.utf8("no message at all")));
    reply(2, 1, "done");
    assertThat(asker.hasMessages()).isTrue();
  }

  void a_younger_ask_of_the_same_request_waits_until_its_own_deadline() {
    ask("a");
    var old = ask("b");
    elapse(Duration.ofSeconds(9));
    var young = ask("c");
    reply(0, 1, "A");
    reply(1, 1, "A");
    assertThat(operations(4)).containsExactly("b", "c");
    pass(Duration.ofSeconds(1));
    assertThat(old.receiveMessage().getError()).isInstanceOf(Indeterminate.class);
    assertThat(young.hasMessages()).isFalse();
    reply(0, 2, "B", "C");
    reply(3, 2, "B", "C");
    assertThat(old.hasMessages()).isFalse();
    assertThat(young.receiveMessage().getValue().result()).isEqualTo(Bytes.utf8("C"));
  }

  @Test
  void after_the_deadline_nobody_knows() {
    var asker = ask("a");
    pass(Duration.ofSeconds(10));
    assertThat(asker.receiveMessage().getError()).isInstanceOf(Indeterminate.class);
    reply(0, 1, "late");
    reply(1, 1, "late");
    assertThat(asker.hasMessages()).isFalse();
  }

  @Test
  void what_was_never_sent_was_never_executed() {
    ask("a");
    var asker = ask("b");
    pass(Duration.ofSeconds(10)); // with no tick before
    assertThat(asker.receiveMessage().getError()).isInstanceOf(NotExecuted.class);
  }

  @Test
  void too_large_and_too_many_are_told_at_once() {
    var large = ask("x".repeat(100_000));
    assertThat(((NotExecuted) large.receiveMessage().getError()).retryAfter()).isZero();
    ask("a");
    ask("b");
    ask("c");
    ask("d");
    var many = ask("e");
    assertThat(((NotExecuted) many.receiveMessage().getError()).retryAfter()).isPositive();
  }

  @Test
  void what_waits_is_bounded_in_bytes() {
    ask("a");
    ask("x".repeat(60_000));
    ask("y".repeat(60_000));
    var many = ask("z".repeat(60_000));
    assertThat(((NotExecuted) many.receiveMessage().getError()).retryAfter()).isPositive();
  }

  @Test
  void one_replica_sends_the_results_and_another_their_digest() {
    var asker = ask("a");
    replyDigest(1, 1, "done");
    assertThat(asker.hasMessages()).isFalse();
    reply(2, 1, "done");
    assertThat(asker.receiveMessage().getValue()).isEqualTo(new Reply(AT, Bytes.utf8("done")));
  }
}
