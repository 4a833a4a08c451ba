package io.quorate.engine.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** Four requests may be in flight, and nothing is due within 20 of another. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SendPacingTest {

  private final SendPacing pacing = new SendPacing(20, 4);

  @Test
  void where_answers_are_quick_the_floor_is_between_two_requests() {
    pacing.answered(6);
    pacing.sent(1_000);
    assertThat(pacing.isDue(1_019)).isFalse();
    assertThat(pacing.isDue(1_020)).isTrue();
  }

  @Test
  void where_answers_take_long_requests_are_spread_evenly_over_that_time() {
    pacing.answered(500);
    pacing.sent(1_000);
    assertThat(pacing.isDue(1_124)).isFalse();
    assertThat(pacing.isDue(1_125)).isTrue();
  }

  @Test
  void only_the_last_answer_counts() {
    pacing.answered(5_000);
    pacing.answered(100);
    pacing.sent(1_000);
    assertThat(pacing.isDue(1_025)).isTrue();
  }
}
