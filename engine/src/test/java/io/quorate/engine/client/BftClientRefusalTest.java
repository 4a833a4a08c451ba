package io.quorate.engine.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.client.RequestFailed.Indeterminate;
import io.quorate.engine.client.RequestFailed.NotExecuted;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.message.Message.Refusal;
import io.quorate.engine.spi.InboundFrame;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class BftClientRefusalTest extends ClientFixture {

  @Test
  void after_an_expired_session_nothing_is_sent_until_another_is_open() {
    expire();
    var asker = ask("b");
    assertThat(sent).hasSize(8);
    assertThat(request(4).onlyAsks()).isTrue();
    pass(Duration.ofMillis(1_300));
    assertThat(sent).describedAs("the question again").hasSize(12);
    assertThat(request(8)).isEqualTo(request(4));
    pass(Duration.ofSeconds(9));
    assertThat(asker.receiveMessage().getError()).isInstanceOf(NotExecuted.class);
  }

  @Test
  void another_session_is_of_the_slot_that_f_plus_1_of_enough_have_executed() {
    expire();
    var next = request(4).id();
    assertThat(next.session()).isNotEqualTo(1);
    ask("b");
    told(0, next, 7);
    told(1, next, 9);
    told(1, next, 9);
    assertThat(sent).hasSize(8);
    told(2, next, 8);
    assertThat(operations(8)).containsExactly("b");
    assertThat(request(8).id().session()).isEqualTo(next.session());
    assertThat(request(8).since()).isEqualTo(new SequenceNumber(8));
  }

  private void expire() {
    chance = 84;
    ask("a");
    refuse(0, Refusal.Reason.EXPIRED);
    refuse(1, Refusal.Reason.EXPIRED);
  }

  @Test
  void what_is_not_answered_is_sent_again() {
    ask("a");
    pass(Duration.ofMillis(900));
    assertThat(sent).hasSize(4);
    pass(Duration.ofMillis(200));
    assertThat(sent).hasSize(8);
    assertThat(sent.get(7)).isEqualTo(sent.get(0));
  }

  @Test
  void a_refusal_puts_the_next_attempt_off_once_only() {
    ask("a");
    for (int i = 0; i < 4; i++) {
      pass(Duration.ofMillis(600));
      refuse(3);
    }
    assertThat(sent).hasSizeGreaterThanOrEqualTo(8);
  }

  @Test
  void each_further_attempt_waits_twice_as_long_up_to_a_ceiling() {
    ask("a");
    var attempts = new ArrayList<Integer>();
    for (int i = 0; i < 99; i++) {
      int before = sent.size();
      pass(Duration.ofMillis(100));
      if (sent.size() > before) {
        attempts.add(i + 1);
      }
    }
    assertThat(attempts).containsExactly(10, 30, 70);
  }

  @Test
  void chance_puts_an_attempt_off_by_up_to_a_quarter_and_never_sooner() {
    chance = -1; // the greatest double below one
    ask("a");
    pass(Duration.ofMillis(1_200));
    assertThat(sent).hasSize(4);
    pass(Duration.ofMillis(100));
    assertThat(sent).hasSize(8);
  }

  @Test
  void one_replica_without_room_changes_nothing_and_f_plus_1_say_when_to_try_again() {
    ask("a");
    refuse(3);
    refuse(3);
    pass(Duration.ofMillis(100));
    assertThat(sent).hasSize(4);
    refuse(0);
    pass(Duration.ofMillis(100));
    assertThat(sent).hasSize(8);
    refuse(1);
    pass(Duration.ofMillis(100));
    assertThat(sent).describedAs("one refusal of the second attempt").hasSize(8);
    refuse(2);
    pass(Duration.ofMillis(100));
    assertThat(sent).hasSize(12);
  }

  @Test
  void f_plus_1_that_call_a_request_too_large_settle_that_it_is_not_executed() {
    var asker = ask("a");
    refuse(0, Refusal.Reason.TOO_LARGE);
    assertThat(asker.hasMessages()).isFalse();
    refuse(1, Refusal.Reason.TOO_LARGE);
    var why = (NotExecuted) asker.receiveMessage().getError();
    assertThat(why.retryAfter()).isZero();
  }

  @Test
  void f_plus_1_that_call_a_request_expired_leave_open_whether_it_was_executed() {
    var asker = ask("a");
    refuse(0, Refusal.Reason.EXPIRED);
    refuse(0, Refusal.Reason.EXPIRED);
    refuse(2, Refusal.Reason.TOO_LARGE);
    assertThat(asker.hasMessages()).isFalse();
    refuse(1, Refusal.Reason.EXPIRED);
    assertThat(asker.receiveMessage().getError()).isInstanceOf(Indeterminate.class);
    reply(2, 1, "late");
    reply(3, 1, "late");
    assertThat(asker.hasMessages()).isFalse();
  }

  @Test
  void a_refusal_that_its_replica_did_not_sign_is_none() {
    var asker = ask("a");
    refuse(0, Refusal.Reason.TOO_LARGE);
    var forged =
        committee
            .replica(1)
            .sign(
                new Refusal(
                    new ReplicaId(1), SequenceNumber.ZERO, id(1), Refusal.Reason.TOO_LARGE, 0))
            .wire()
            .toArray();
    forged[forged.length - 1] ^= 1;
    tell(new InboundFrame(Bytes.wrap(forged)));
    assertThat(asker.hasMessages()).isFalse();
  }
}
