package io.quorate.engine.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.client.RequestFailed.Indeterminate;
import io.quorate.engine.client.RequestFailed.NotExecuted;
import io.quorate.engine.codec.Canonical;
import io.quorate.engine.crypto.SignatureScheme;
import io.quorate.engine.fixtures.Collected;
import io.quorate.engine.fixtures.Committee;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ClientId;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.Limit;
import io.quorate.engine.model.Limits;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.RequestId;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.View;
import io.quorate.engine.model.message.Message;
import io.quorate.engine.model.message.Message.Refusal;
import io.quorate.engine.model.message.Message.Reply.Answer;
import io.quorate.engine.model.message.Message.Reply.DigestAnswer;
import io.quorate.engine.model.message.Message.Request;
import io.quorate.engine.replica.Clock;
import io.quorate.engine.replica.Transport;
import io.quorate.engine.replica.Wire;
import io.quorate.engine.spi.StateMachine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.Effect;
import org.apache.pekko.actor.testkit.typed.javadsl.BehaviorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.pattern.StatusReply;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class BftClientTest {

  /** As many bytes as the results of one request may have. */
  private static final String LARGE = "x".repeat(1_000_000);

  private static final SequenceNumber AT = new SequenceNumber(9);

  private final Committee committee = Committee.of(4);
  private final List<Bytes> sent = new ArrayList<>();
  private long nanos = 1_000;
  private long chance;
  private final BehaviorTestKit<Object> client = BehaviorTestKit.create(BftClient.create(parts()));
  private final Object tick = tick();

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
    tell(new Wire(Bytes.wrap(good)));
    assertThat(asker.hasMessages()).isFalse();
    tell(new Wire(Bytes.utf8("no message at all")));
    reply(2, 1, "done");
    assertThat(asker.hasMessages()).isTrue();
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
    tell(new Wire(Bytes.wrap(forged)));
    assertThat(asker.hasMessages()).isFalse();
  }

  @Test
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

  private TestInbox<StatusReply<Reply>> ask(String operation) {
    TestInbox<StatusReply<Reply>> asker = TestInbox.create();
    tell(new BftClient.Submit(Bytes.utf8(operation), asker.getRef()));
    return asker;
  }

  private void pass(Duration time) {
    elapse(time);
    tell(tick);
  }

  /** Time goes by, and nobody looks. */
  private void elapse(Duration time) {
    nanos += time.toNanos();
  }

  private void reply(int replica, long number, String... results) {
    tell(new Wire(committee.replica(replica).sign(message(replica, number, results)).wire()));
  }

  private void replyDigest(int replica, long number, String result) {
    var digest = Canonical.results(List.of(Bytes.utf8(result)));
    var message =
        new Message.Reply(
            View.ZERO,
            AT,
            new ReplicaId(replica),
            new ClientId(100),
            List.of(),
            List.of(new DigestAnswer(id(number), digest)));
    tell(new Wire(committee.replica(replica).sign(message).wire()));
  }

  private static Message message(int replica, long number, String... results) {
    var octets = List.of(results).stream().map(Bytes::utf8).toList();
    return new Message.Reply(
        View.ZERO,
        AT,
        new ReplicaId(replica),
        new ClientId(100),
        List.of(new Answer(id(number), octets)),
        List.of());
  }

  private void refuse(int replica) {
    refuse(replica, Refusal.Reason.OVERLOADED);
  }

  private void refuse(int replica, Refusal.Reason why) {
    var refusal = new Refusal(new ReplicaId(replica), SequenceNumber.ZERO, id(1), why, 50);
    tell(new Wire(committee.replica(replica).sign(refusal).wire()));
  }

  private static RequestId id(long number) {
    return new RequestId(new ClientId(100), 1, number);
  }

  private List<String> operations(int index) {
    var read = Collected.offer(committee.verifier(), sent.get(index)).verified().get(0).message();
    return ((Request) read).operations().stream().map(Bytes::asUtf8).toList();
  }

  private Object tick() {
    return client.getAllEffects().stream()
        .filter(Effect.TimerScheduled.class::isInstance)
        .map(each -> ((Effect.TimerScheduled<?>) each).msg())
        .findFirst()
        .orElseThrow();
  }

  private BftClient.Parts parts() {
    var seed = Digest.of(Bytes.utf8("quorate test key of client 100")).toBytes().toArray();
    var settings =
        new ClientSettings(
            new ClientSettings.Bundles(8, 60_000, 2, 5),
            Duration.ofSeconds(10),
            new ClientSettings.Retransmission(Duration.ofSeconds(1), Duration.ofSeconds(4)),
            new ClientSettings.Waiting(3, 70_000),
            Duration.ofMillis(100));
    return new BftClient.Parts(
        new BftClient.Self(new ClientId(100), SignatureScheme.ED25519.signer(seed), 1, "here"),
        committee.ring(),
        BftClient.Asked.all(committee.ring()),
        Limits.DEFAULT.with(Limit.OPERATION_BYTES, 70_000),
        new BftClient.World(new Recording(), new Standing(), () -> chance),
        settings);
  }

  private final class Recording implements Transport {
    @Override
    public void listen(Lane lane, ActorRef<Wire> taker) {}

    @Override
    public void toReplica(String address, Lane lane, Bytes wire) {
      sent.add(wire);
    }

    @Override
    public void toClient(String replyTo, Bytes wire) {
      throw new AssertionError("a client answers nobody");
    }
  }

  private final class Standing implements Clock {
    @Override
    public long nanos() {
      return nanos;
    }

    @Override
    public long millis() {
      return 0;
    }
  }

  /** Delivers a message, and all that the client tells itself because of it. */
  private void tell(Object message) {
    client.run(message);
    while (client.selfInbox().hasMessages()) {
      client.runOne();
    }
  }
}
