package io.quorate.engine.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.model.Bytes;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class AnswerForecastTest {

  private static final int FULL = 4_096;

  private final AnswerForecast forecast = new AnswerForecast(1_000_000);

  @Test
  void nothing_known_bounds_nothing() {
    assertThat(forecast.operations()).isGreaterThan(FULL);
    forecast.answered(5, List.of());
    assertThat(forecast.operations()).isGreaterThan(FULL);
  }

  @Test
  void small_results_keep_requests_full() {
    for (int i = 0; i < 10; i++) {
      forecast.answered(FULL, results(FULL, 64));
      assertThat(forecast.operations()).isGreaterThan(FULL);
    }
  }

  @Test
  void an_answer_that_ended_early_sets_the_pace_at_once() {
    forecast.answered(FULL, results(FULL, 10));
    forecast.answered(FULL, results(10, 100_000));
    assertThat(forecast.operations()).isBetween(9, 10);
    forecast.answered(9, results(1, 1_000_000));
    assertThat(forecast.operations()).isEqualTo(1);
  }

  @Test
  void small_results_after_large_ones_soon_fill_requests_again() {
    forecast.answered(FULL, results(1, 1_000_000));
    int requests = 0;
    while (forecast.operations() < FULL) {
      forecast.answered(forecast.operations(), results(forecast.operations(), 10));
      requests++;
    }
    assertThat(requests).isLessThan(12);
  }

  @Test
  void a_large_result_among_many_small_ones_makes_requests_no_smaller_than_they_must_be() {
    forecast.answered(FULL, results(FULL, 10));
    forecast.answered(1, results(1, 1_000_000));
    assertThat(forecast.operations()).isGreaterThan(1_000);
  }

  private static List<Bytes> results(int count, int length) {
    return Collections.nCopies(count, Bytes.wrap(new byte[length]));
  }
}
