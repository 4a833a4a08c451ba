package io.quorate.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.model.ClientId;
import io.quorate.engine.model.RequestId;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class WaitSampleTest {

  private final WaitSample sample = new WaitSample();

  @Test
  void what_a_request_waited_is_told_once_when_it_is_executed() {
    sample.came(request(1), 10);
    sample.handOn(20, 20);
    assertThat(sample.onTick(60)).isEmpty();
    sample.executed(request(1));
    assertThat(sample.onTick(100)).hasValue(40);
    assertThat(sample.onTick(150)).isEmpty();
  }

  @Test
  void a_request_that_was_not_handed_on_waited_for_nothing() {
    sample.came(request(1), 0);
    sample.onTick(50);
    sample.executed(request(1));
    assertThat(sample.onTick(100)).hasValue(0);
  }

  @Test
  void it_is_handed_on_once_and_not_before_its_time() {
    sample.came(request(1), 20);
    assertThat(sample.handOn(20, 40)).isEmpty();
    assertThat(sample.handOn(21, 41)).hasValue(request(1));
    assertThat(sample.handOn(22, 42)).isEmpty();
  }

  @Test
  void what_a_client_kept_from_the_primary_is_not_counted() {
    sample.came(request(1), 0);
    sample.onTick(500);
    sample.handOn(450, 500);
    sample.onTick(500);
    sample.onTick(510);
    sample.executed(request(1));
    assertThat(sample.onTick(550)).hasValue(10);
  }

  @Test
  void who_comes_while_another_is_looked_at_is_not_drawn() {
    sample.came(request(1), 0);
    sample.came(request(2), 0);
    sample.executed(request(2));
    assertThat(sample.onTick(50)).isEmpty();
  }

  @Test
  void the_next_is_drawn_as_soon_as_the_one_before_is_executed() {
    sample.came(request(1), 0);
    sample.handOn(10, 10);
    sample.onTick(50);
    sample.executed(request(1));
    sample.came(request(2), 60);
    assertThat(sample.onTick(100)).hasValue(40);
    assertThat(sample.handOn(70, 110)).hasValue(request(2));
    sample.onTick(140);
    sample.executed(request(2));
    assertThat(sample.onTick(150)).hasValue(30);
  }

  @Test
  void one_that_no_tick_saw_waited_for_nothing() {
    sample.came(request(1), 0);
    sample.handOn(10, 10);
    sample.onTick(50);
    sample.executed(request(1));
    sample.onTick(100);
    sample.came(request(2), 110);
    sample.executed(request(2));
    assertThat(sample.onTick(150)).hasValue(0);
  }

  @Test
  void one_that_is_served_at_once_does_not_hide_one_that_waited() {
    sample.came(request(1), 0);
    sample.handOn(10, 10);
    sample.onTick(50);
    sample.executed(request(1));
    sample.came(request(2), 60);
    sample.executed(request(2));
    assertThat(sample.onTick(100)).hasValue(40);
  }

  @Test
  void when_nobody_waits_nothing_is_handed_on() {
    sample.came(request(1), 0);
    sample.executed(request(1));
    assertThat(sample.handOn(50, 50)).isEmpty();
    sample.came(request(2), 60);
    assertThat(sample.handOn(70, 70)).hasValue(request(2));
  }

  @Test
  void a_new_view_forgets_who_waited_for_the_old() {
    sample.came(request(1), 0);
    sample.handOn(10, 10);
    sample.onTick(50);
    sample.forget();
    sample.executed(request(1));
    assertThat(sample.onTick(100)).isEmpty();
  }

  private static RequestId request(long number) {
    return new RequestId(new ClientId(1), 0, number);
  }
}
