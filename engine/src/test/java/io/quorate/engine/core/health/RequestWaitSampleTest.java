package io.quorate.engine.core.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.core.health.RequestWaitSample.Wait;
import io.quorate.engine.model.ClientId;
import io.quorate.engine.model.RequestId;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RequestWaitSampleTest {

  private static final long MILLI = 1_000_000;

  private final RequestWaitSample sample = new RequestWaitSample(new ByteTime(Long.MAX_VALUE));

  @Test
  void what_a_request_waited_is_told_once_when_it_is_executed() {
    sample.came(request(1), 10);
    sample.handOn(0, 20);
    assertThat(sample.take()).isEmpty();
    sample.ordered(request(1), 50);
    sample.executed(request(1), 60);
    assertThat(sample.take()).hasValue(new Wait(30, 10));
    assertThat(sample.take()).isEmpty();
  }

  @Test
  void a_request_that_was_not_handed_on_waited_for_nothing() {
    sample.came(request(1), 0);
    sample.ordered(request(1), 10);
    sample.executed(request(1), 50);
    assertThat(sample.take()).hasValue(new Wait(0, 0));
  }

  @Test
  void one_that_is_handed_on_when_it_is_ordered_waited_for_votes() {
    sample.came(request(1), 0);
    sample.ordered(request(1), 10);
    sample.handOn(5, 20);
    sample.executed(request(1), 50);
    assertThat(sample.take()).hasValue(new Wait(0, 30));
  }

  /** A byte may take a nanosecond here. */
  @Test
  void what_the_bytes_of_others_took_is_not_waited_for_the_primary() {
    var bytes = new ByteTime(1_000_000_000);
    var among = new RequestWaitSample(bytes);
    among.came(request(1), 0);
    bytes.executed(200);
    assertThat(among.handOn(60, 250)).as("for its own sake it waited 50").isEmpty();
    assertThat(among.handOn(60, 261)).hasValue(request(1));
    among.ordered(request(1), 361);
    bytes.executed(70);
    among.executed(request(1), 401);
    assertThat(among.take()).hasValue(new Wait(30, 40));
  }

  @Test
  void who_executes_as_many_bytes_as_it_must_made_nobody_wait() {
    var bytes = new ByteTime(1_000_000_000);
    var among = new RequestWaitSample(bytes);
    among.came(request(1), 0);
    assertThat(among.handOn(0, 10)).hasValue(request(1));
    bytes.executed(400);
    among.ordered(request(1), 300);
    among.executed(request(1), 400);
    assertThat(among.take()).hasValue(new Wait(0, 0));
  }

  @Test
  void it_is_handed_on_once_and_not_before_its_time() {
    sample.came(request(1), 20);
    assertThat(sample.handOn(20, 40)).isEmpty();
    assertThat(sample.handOn(20, 41)).hasValue(request(1));
    assertThat(sample.handOn(20, 42)).isEmpty();
  }

  @Test
  void what_a_client_kept_from_the_primary_is_not_counted() {
    sample.came(request(1), 0);
    sample.handOn(50, 500);
    sample.ordered(request(1), 505);
    sample.executed(request(1), 510);
    assertThat(sample.take()).hasValue(new Wait(5, 5));
  }

  @Test
  void the_one_after_it_is_handed_on_at_once_to_see_whether_it_was_the_primary() {
    serve(1, 0, 81 * MILLI, 101 * MILLI);
    sample.came(request(2), 200 * MILLI);
    assertThat(sample.handOn(200 * MILLI, 200 * MILLI)).hasValue(request(2));
    sample.ordered(request(2), 280 * MILLI);
    sample.executed(request(2), 290 * MILLI);
    assertThat(sample.take()).hasValue(new Wait(80 * MILLI, 10 * MILLI));
  }

  @Test
  void nobody_is_in_a_hurry_when_votes_take_as_long_or_it_is_little() {
    serve(1, 0, 80 * MILLI, 100 * MILLI);
    sample.came(request(2), 200 * MILLI);
    assertThat(sample.handOn(200 * MILLI, 200 * MILLI)).as("four times as long").isEmpty();
    sample.ordered(request(2), 220 * MILLI);
    sample.executed(request(2), 221 * MILLI);
    sample.came(request(3), 300 * MILLI);
    assertThat(sample.handOn(300 * MILLI, 300 * MILLI)).as("20 ms").isEmpty();
  }

  @Test
  void one_that_nobody_saw_in_a_batch_is_not_the_primary_s_fault() {
    sample.came(request(1), 0);
    sample.handOn(0, 10);
    sample.executed(request(1), 500);
    assertThat(sample.take()).hasValue(new Wait(0, 490));
  }

  @Test
  void who_comes_while_another_is_looked_at_is_not_drawn() {
    sample.came(request(1), 0);
    sample.came(request(2), 0);
    sample.ordered(request(2), 5);
    sample.executed(request(2), 10);
    assertThat(sample.take()).isEmpty();
  }

  @Test
  void one_that_is_served_at_once_does_not_hide_one_that_waited() {
    sample.came(request(1), 0);
    sample.handOn(0, 10);
    sample.executed(request(1), 50);
    sample.came(request(2), 60);
    sample.executed(request(2), 61);
    assertThat(sample.take()).hasValue(new Wait(0, 40));
  }

  @Test
  void when_nobody_waits_nothing_is_handed_on() {
    sample.came(request(1), 0);
    sample.executed(request(1), 10);
    assertThat(sample.handOn(0, 50)).isEmpty();
    sample.came(request(2), 60);
    assertThat(sample.handOn(0, 70)).hasValue(request(2));
  }

  @Test
  void a_new_view_forgets_who_waited_for_the_old() {
    sample.came(request(1), 0);
    sample.handOn(0, 10);
    sample.forget();
    sample.executed(request(1), 50);
    assertThat(sample.take()).isEmpty();
  }

  private void serve(long number, long came, long ordered, long executed) {
    sample.came(request(number), came);
    sample.ordered(request(number), ordered);
    sample.executed(request(number), executed);
    sample.take();
  }

  private static RequestId request(long number) {
    return new RequestId(new ClientId(1), 0, number);
  }
}
