package io.quorate.engine.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.crypto.Verified;
import io.quorate.engine.model.message.Message.Refusal;
import io.quorate.engine.model.message.Message.Refusal.Reason;
import io.quorate.engine.model.message.Message.Request;
import io.quorate.engine.spi.Meter;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.pekko.actor.testkit.typed.javadsl.BehaviorTestKit;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RequestPoolTest {

  private final ActorFixture fixture = new ActorFixture();
  private final int wire = fixture.request(1).wire().length();
  private final long size = fixture.request(1).message().reference().weight();

  @Test
  void a_request_with_room_goes_to_the_replica() {
    var pool = pool(2 * size, 2 * size);
    pool.run(admit(fixture.request(1)));
    assertThat(admitted()).containsExactly(1L);
    assertThat(fixture.links.hasMessages()).isFalse();
  }

  @Test
  void a_repetition_takes_no_room_and_is_handed_on() {
    var pool = pool(2 * size, 9 * size);
    pool.run(admit(fixture.request(1), fixture.request(1), fixture.request(1), fixture.request(2)));
    assertThat(admitted()).containsExactly(1L, 1L, 1L, 2L);
  }

  @Test
  void a_client_beyond_its_share_is_refused_aloud_and_others_are_not() {
    var pool = pool(2 * size, 9 * size);
    pool.run(admit(fixture.request(1), fixture.request(2), fixture.request(3)));
    pool.run(admit(fixture.request(101, 1, 1, "put 1")));
    var refusal = fixture.said(Refusal.class);
    assertThat(refusal).hasSize(1);
    assertThat(refusal.get(0).reason()).isEqualTo(Reason.OVERLOADED);
    assertThat(refusal.get(0).retryAfterMillis()).isPositive();
    assertThat(refusal.get(0).request()).isEqualTo(fixture.request(3).message().id());
    assertThat(fixture.rejections.count("RequestOVERLOADED")).isEqualTo(1);
    assertThat(admitted()).containsExactly(1L, 2L, 1L);
  }

  @Test
  void many_requests_under_one_name_each_take_room() {
    var pool = pool(2 * size, 9 * size);
    pool.run(
        admit(
            fixture.request(ActorFixture.CLIENT, 1, 1, "put 1"),
            fixture.request(ActorFixture.CLIENT, 1, 1, "put 2"),
            fixture.request(ActorFixture.CLIENT, 1, 1, "put 3")));
    assertThat(fixture.said(Refusal.class)).hasSize(1);
    pool.run(executed(fixture.request(1)));
    pool.run(admit(fixture.request(2), fixture.request(3)));
    assertThat(fixture.said(Refusal.class)).isEmpty();
  }

  @Test
  void what_is_too_large_is_refused_for_good() {
    var pool = kit(new RequestPool.Limits(9 * size, 9 * size, wire, 8));
    pool.run(
        admit(fixture.request(ActorFixture.CLIENT, 1, 1, "more than there was in the others")));
    var refusal = fixture.said(Refusal.class).get(0);
    assertThat(refusal.reason()).isEqualTo(Reason.TOO_LARGE);
    assertThat(refusal.retryAfterMillis()).isZero();
    assertThat(fixture.replica.hasMessages()).isFalse();
  }

  @Test
  void more_operations_than_a_batch_may_have_are_refused_for_good() {
    var pool = kit(new RequestPool.Limits(9 * size, 9 * size, 1_000_000, 0));
    pool.run(admit(fixture.request(1)));
    assertThat(fixture.said(Refusal.class).get(0).reason()).isEqualTo(Reason.TOO_LARGE);
  }

  @Test
  void all_that_comes_at_once_exceeds_the_total_by_one_request_at_most() {
    var pool = pool(9 * size, 2 * size);
    pool.run(admit(fixture.request(1), fixture.request(2), fixture.request(3), fixture.request(4)));
    assertThat(admitted()).containsExactly(1L, 2L);
  }

  @Test
  void a_full_pool_refuses_everyone_until_there_is_room() {
    var pool = pool(9 * size, 2 * size);
    pool.run(admit(fixture.request(1), fixture.request(2)));
    pool.run(admit(fixture.request(101, 1, 7, "put 7")));
    assertThat(fixture.said(Refusal.class)).hasSize(1);
    pool.run(executed(fixture.request(1)));
    pool.run(admit(fixture.request(101, 1, 7, "put 7")));
    assertThat(fixture.said(Refusal.class)).isEmpty();
    assertThat(admitted()).containsExactly(1L, 2L, 7L);
  }

  @Test
  void the_last_quarter_is_for_clients_of_which_nothing_waits() {
    var pool = pool(99 * size, 8 * size);
    for (int i = 1; i <= 8; i++) {
      pool.run(admit(fixture.request(i)));
    }
    assertThat(admitted()).hasSize(6);
    pool.run(admit(fixture.request(101, 1, 1, "put 1")));
    assertThat(admitted()).containsExactly(1L);
  }

  @Test
  void what_a_full_pool_holds_already_is_handed_on_again() {
    var pool = pool(9 * size, 2 * size);
    pool.run(admit(fixture.request(1), fixture.request(2)));
    pool.run(admit(fixture.request(2)));
    assertThat(admitted()).containsExactly(1L, 2L, 2L);
    assertThat(fixture.links.hasMessages()).isFalse();
  }

  @Test
  void what_is_refused_for_want_of_room_is_shown_to_the_replica() {
    var pool = pool(size, 9 * size);
    pool.run(admit(fixture.request(1), fixture.request(2)));
    var shown = ActorFixture.told(fixture.replica, Replica.TurnedAway.class);
    assertThat(shown)
        .extracting(each -> each.request().message().id().number())
        .containsExactly(2L);
  }

  @Test
  void an_executed_request_goes_to_the_executor_in_both_states() {
    var pool = pool(9 * size, 2 * size);
    pool.run(admit(fixture.request(5)));
    pool.run(executed(fixture.request(5)));
    pool.run(admit(fixture.request(5), fixture.request(4)));
    assertThat(resent()).containsExactly(5L, 4L);
    pool.run(admit(fixture.request(6), fixture.request(7)));
    pool.run(admit(fixture.request(5)));
    assertThat(resent()).containsExactly(5L);
  }

  @Test
  void what_the_executor_finds_fresh_comes_in_or_is_refused() {
    var pool = pool(9 * size, size);
    pool.run(new RequestPool.Fresh(fixture.request(4)));
    pool.run(new RequestPool.Fresh(fixture.request(3)));
    assertThat(admitted()).containsExactly(4L);
    assertThat(fixture.said(Refusal.class)).hasSize(1);
  }

  @Test
  void a_restored_state_gives_back_the_room_of_what_is_in_it() {
    var pool = pool(2 * size, 2 * size);
    pool.run(admit(fixture.request(1), fixture.request(2)));
    pool.run(new RequestPool.Restored(id -> id.number() == 1));
    pool.run(admit(fixture.request(3)));
    assertThat(fixture.said(Refusal.class)).isEmpty();
    pool.run(admit(fixture.request(4)));
    assertThat(fixture.said(Refusal.class)).hasSize(1);
  }

  @Test
  void what_is_in_a_restored_state_is_asked_of_the_executor() {
    var pool = pool(9 * size, 9 * size);
    pool.run(admit(fixture.request(1)));
    pool.run(new RequestPool.Restored(id -> id.number() <= 2));
    pool.run(admit(fixture.request(1), fixture.request(2), fixture.request(3)));
    assertThat(resent()).containsExactly(1L, 2L);
    assertThat(admitted()).containsExactly(1L, 3L);
  }

  @Test
  void quotas_do_not_leak_over_a_long_run() {
    var pool = pool(2 * size + 8, 2 * size + 8);
    LongStream.range(1, 500)
        .forEach(
            number -> {
              pool.run(admit(fixture.request(number)));
              pool.run(executed(fixture.request(number)));
            });
    assertThat(fixture.said(Refusal.class)).isEmpty();
  }

  private BehaviorTestKit<RequestPool.Command> pool(long perClient, long total) {
    return kit(new RequestPool.Limits(perClient, total, 1_000_000, 8));
  }

  private BehaviorTestKit<RequestPool.Command> kit(RequestPool.Limits limits) {
    return BehaviorTestKit.create(
        RequestPool.create(
            new RequestPool.Parts(
                limits,
                fixture.signer(),
                fixture.replica.getRef(),
                fixture.executor.getRef(),
                fixture.links.getRef(),
                fixture.rejections,
                Meter.NONE)));
  }

  @SafeVarargs
  @SuppressWarnings("varargs")
  private static RequestPool.Admit admit(Verified<Request>... requests) {
    return new RequestPool.Admit(List.of(requests));
  }

  @SafeVarargs
  @SuppressWarnings("varargs")
  private RequestPool.Executed executed(Verified<Request>... requests) {
    return new RequestPool.Executed(fixture.decided(1, 0, requests).batch());
  }

  private List<Long> admitted() {
    return ActorFixture.told(fixture.replica, Replica.Admitted.class).stream()
        .flatMap(each -> each.requests().stream())
        .map(each -> each.message().id().number())
        .toList();
  }

  private List<Long> resent() {
    return ActorFixture.told(fixture.executor, Executor.Resend.class).stream()
        .map(each -> each.request().message().id().number())
        .toList();
  }
}
