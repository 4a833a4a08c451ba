package io.quorate.engine.core.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.model.SequenceNumber;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** Nobody is late before 20. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class StallDetectorTest {

  private final StallDetector stallDetector = new StallDetector(20);
  private long now;
  private long executed;

  @Test
  void who_executes_nothing_for_long_is_late() {
    look(true, 0);
    assertThat(look(true, 20)).isFalse();
    assertThat(look(true, 21)).isTrue();
  }

  @Test
  void whoever_has_nothing_to_do_is_never_late() {
    assertThat(look(false, 1_000)).isFalse();
    assertThat(look(false, 2_000)).isFalse();
  }

  @Test
  void the_time_runs_from_when_there_was_work() {
    look(false, 0);
    assertThat(look(true, 1_000)).isFalse();
    assertThat(look(true, 1_021)).isTrue();
  }

  @Test
  void it_is_said_ever_more_seldom_until_something_moves() {
    look(true, 0);
    assertThat(look(true, 21)).isTrue();
    assertThat(look(true, 61)).isFalse();
    assertThat(look(true, 62)).isTrue();
    executed++;
    look(true, 70);
    assertThat(look(true, 91)).isTrue();
  }

  @Test
  void where_slots_take_long_nobody_is_late_before_twice_that_time() {
    slotsTaking(100, 100, 100, 100);
    assertThat(look(true, now + 200)).isFalse();
    assertThat(look(true, now + 1)).isTrue();
  }

  @Test
  void slots_that_were_held_up_are_not_the_usual() {
    slotsTaking(900, 100, 900, 100, 900, 100, 900, 900, 900);
    assertThat(look(true, now + 201)).isTrue();
  }

  @Test
  void what_was_usual_long_ago_is_forgotten() {
    slotsTaking(10, 10, 10, 10, 10, 10, 10, 10, 10);
    slotsTaking(500, 500, 500, 500, 500, 500, 500);
    assertThat(look(true, now + 1_000)).isFalse();
  }

  @Test
  void a_slot_that_a_new_view_took_over_is_not_timed() {
    look(true, 0);
    stallDetector.proposed(new SequenceNumber(1), 0);
    stallDetector.viewTurned(5_000);
    executed++;
    look(true, 5_000);
    assertThat(look(true, 5_021)).isTrue();
  }

  /** One after the other, each proposed when the one before is executed. */
  private void slotsTaking(long... times) {
    look(true, now);
    for (long time : times) {
      stallDetector.proposed(new SequenceNumber(executed + 1), now);
      executed++;
      look(true, now + time);
    }
  }

  private boolean look(boolean hasWork, long then) {
    now = then;
    return stallDetector.isLate(new SequenceNumber(executed), hasWork, now);
  }
}
