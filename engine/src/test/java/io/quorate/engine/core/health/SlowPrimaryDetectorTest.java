package io.quorate.engine.core.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.core.health.RequestWaitSample.Wait;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/**
 * The time-out is 100, so that a window is 200, more than 25 too slow, and more than 3 if most
 * waited for the primary; f = 1.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SlowPrimaryDetectorTest {

  private static final long WINDOW = 200;

  private final SlowPrimaryDetector slowPrimaryDetector = new SlowPrimaryDetector(100, 1);
  private long now;

  @Test
  void a_primary_just_under_the_time_out_is_too_slow() {
    assertThat(window(90, 90, 90, 90)).isTrue();
  }

  @Test
  void a_quarter_of_the_time_out_is_no_primary_blamed_for() {
    assertThat(window(25, 25, 25)).isFalse();
    assertThat(window(26, 26, 26)).isTrue();
  }

  @Test
  void less_is_enough_if_most_waited_for_the_primary() {
    for (var wait : List.of(new Wait(5, 1), new Wait(5, 1), new Wait(1, 60))) {
      slowPrimaryDetector.served(wait);
    }
    now += WINDOW;
    assertThat(isDoubtingAt(now)).isTrue();
  }

  @Test
  void if_votes_take_as_long_it_is_not_the_primary() {
    for (var wait : List.of(new Wait(20, 5), new Wait(20, 5), new Wait(20, 1))) {
      slowPrimaryDetector.served(wait);
    }
    now += WINDOW;
    assertThat(isDoubtingAt(now)).isFalse();
  }

  @Test
  void whoever_waits_for_a_moment_only_blames_nobody() {
    for (int i = 0; i < 5; i++) {
      slowPrimaryDetector.served(new Wait(3, 0));
    }
    now += WINDOW;
    assertThat(isDoubtingAt(now)).isFalse();
  }

  @Test
  void a_group_of_equals_bears_that_they_take_long_for_an_order() {
    for (int primary = 0; primary < 2; primary++) {
      List.of(1, 2, 3).forEach(i -> slowPrimaryDetector.served(new Wait(10, 1)));
      now += WINDOW;
      slowPrimaryDetector.onTick(now);
      assertThat(slowPrimaryDetector.isDoubting()).isEqualTo(primary == 0);
      slowPrimaryDetector.begin(false, now);
    }
    List.of(1, 2, 3).forEach(i -> slowPrimaryDetector.served(new Wait(20, 2)));
    now += WINDOW;
    assertThat(isDoubtingAt(now)).isFalse();
  }

  @Test
  void nothing_is_said_before_the_window_ends() {
    serve(90, 90, 90, 90);
    assertThat(isDoubtingAt(WINDOW - 1)).isFalse();
    assertThat(isDoubtingAt(WINDOW)).isTrue();
  }

  @Test
  void the_next_window_begins_where_one_ends() {
    assertThat(window(1, 1, 1)).isFalse();
    serve(90, 90, 90, 90);
    assertThat(isDoubtingAt(now + WINDOW - 1)).isFalse();
  }

  @Test
  void few_requests_are_no_proof() {
    assertThat(window(90, 90)).isFalse();
  }

  @Test
  void a_window_goes_on_until_enough_were_served_or_who_makes_all_wait_for_long_goes_unseen() {
    assertThat(window(390)).isFalse();
    assertThat(window(390)).isFalse();
    assertThat(window(390)).isTrue();
  }

  @Test
  void what_was_seen_in_one_window_does_not_count_in_the_next() {
    assertThat(window(1, 1, 1, 1)).isFalse();
    assertThat(window(90, 90, 90)).isTrue();
  }

  @Test
  void some_whom_a_bad_link_makes_wait_move_nobody() {
    assertThat(window(90, 90, 90, 1, 1, 1)).isFalse();
  }

  @Test
  void some_who_are_favoured_hide_nothing() {
    assertThat(window(90, 90, 90, 1, 1)).isTrue();
  }

  @Test
  void when_more_primaries_than_may_lie_are_as_slow_it_is_the_group() {
    assertThat(window(50, 50, 50)).isTrue();
    slowPrimaryDetector.begin(false, now);
    assertThat(window(50, 50, 50)).isFalse();
    assertThat(window(50, 50, 50)).isFalse();
  }

  @Test
  void a_primary_that_served_nobody_who_waited_counts_among_those_in_a_row() {
    slowPrimaryDetector.begin(false, now);
    slowPrimaryDetector.begin(true, now + 150);
    now += 150;
    assertThat(window(50, 50, 50)).isFalse();
    assertThat(window(101, 101, 101)).isTrue();
  }

  @Test
  void a_primary_whom_nobody_asked_does_not() {
    slowPrimaryDetector.begin(false, now);
    slowPrimaryDetector.begin(false, now + 150);
    now += 150;
    assertThat(window(50, 50, 50)).isTrue();
  }

  @Test
  void a_primary_that_served_well_until_it_died_does_not() {
    slowPrimaryDetector.begin(false, now);
    assertThat(window(1, 1, 1)).isFalse();
    slowPrimaryDetector.begin(true, now + 150);
    now += 150;
    assertThat(window(50, 50, 50)).isTrue();
  }

  @Test
  void a_primary_far_slower_than_a_slow_group_is_still_too_slow() {
    slowGroup();
    assertThat(window(80, 80, 80)).isFalse();
    assertThat(window(81, 81, 81)).isTrue();
  }

  @Test
  void the_slowness_of_a_group_is_forgotten_after_a_pause() {
    slowGroup();
    now += 1_600;
    assertThat(window(40, 40, 40)).isTrue();
  }

  @Test
  void a_group_that_stays_slow_asks_ever_more_seldom() {
    assertThat(askedIn(500)).isEqualTo(6);
  }

  @Test
  void the_pause_grows_to_a_ceiling() {
    askedIn(2_000);
    assertThat(askedIn(2_000)).isBetween(3, 4);
  }

  @Test
  void a_fast_primary_in_between_makes_a_slow_one_the_first() {
    assertThat(window(90, 90, 90)).isTrue();
    slowPrimaryDetector.begin(false, now);
    assertThat(window(1, 1, 1)).isFalse();
    assertThat(window(90, 90, 90)).isTrue();
  }

  @Test
  void a_replica_that_nobody_joins_goes_on_doubting_until_the_primary_is_quicker() {
    assertThat(window(90, 90, 90)).isTrue();
    assertThat(isDoubtingAt(now + 1)).isTrue();
    assertThat(window(90, 90, 90)).isTrue();
    assertThat(window(1, 1, 1)).isFalse();
  }

  @Test
  void a_primary_that_others_replaced_counts_as_slow() {
    serve(90, 90, 90);
    slowPrimaryDetector.begin(false, now + 150);
    now += 150;
    assertThat(window(90, 90, 90)).isFalse();
  }

  @Test
  void a_primary_that_was_replaced_before_it_could_be_judged_is_none_of_those_in_a_row() {
    serve(90, 90);
    slowPrimaryDetector.begin(false, now + 150);
    now += 150;
    assertThat(window(90, 90, 90)).isTrue();
  }

  @Test
  void a_new_primary_is_not_blamed_for_the_one_before() {
    serve(90, 90, 90);
    slowPrimaryDetector.begin(false, now + 150);
    now += 150;
    assertThat(window(1, 1, 1)).isFalse();
  }

  private void slowGroup() {
    assertThat(window(50, 50, 50)).isTrue();
    slowPrimaryDetector.begin(false, now);
    assertThat(window(40, 40, 40)).isFalse();
  }

  /** How often another primary was wanted, and came, and was as slow. */
  private int askedIn(int windows) {
    int asked = 0;
    for (int i = 0; i < windows; i++) {
      if (window(50, 50, 50)) {
        asked++;
        slowPrimaryDetector.begin(false, now);
      }
    }
    return asked;
  }

  private boolean window(long... waits) {
    serve(waits);
    now += WINDOW;
    return isDoubtingAt(now);
  }

  private boolean isDoubtingAt(long then) {
    slowPrimaryDetector.onTick(then);
    return slowPrimaryDetector.isDoubting();
  }

  private void serve(long... waits) {
    for (long wait : waits) {
      slowPrimaryDetector.served(new Wait(0, wait));
    }
  }
}
