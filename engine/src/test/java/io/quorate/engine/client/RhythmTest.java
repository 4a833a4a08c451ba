package io.quorate.engine.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** Four requests may be in flight, and nothing is due within 20 of another. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RhythmTest {

  private final Rhythm rhythm = new Rhythm(20, 4);

  @Test
  void where_answers_are_quick_the_floor_is_between_two_requests() {
    rhythm.answered(6);
    rhythm.sent(1_000);
    assertThat(rhythm.isDue(1_019)).isFalse();
    assertThat(rhythm.isDue(1_020)).isTrue();
  }

  @Test
  void where_answers_take_long_requests_are_spread_evenly_over_that_time() {
    rhythm.answered(500);
    rhythm.sent(1_000);
    assertThat(rhythm.isDue(1_124)).isFalse();
    assertThat(rhythm.isDue(1_125)).isTrue();
  }

  @Test
  void only_the_last_answer_counts() {
    rhythm.answered(5_000);
    rhythm.answered(100);
    rhythm.sent(1_000);
    assertThat(rhythm.isDue(1_025)).isTrue();
  }
}
