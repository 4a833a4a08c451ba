package io.quorate.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.client.RequestFailed.Indeterminate;
import io.quorate.engine.client.RequestFailed.NotExecuted;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class OutcomesTest {

  private static final Offset<Double> CLOSE = Offset.offset(1e-9);

  private final AtomicLong time = new AtomicLong();
  private final Outcomes outcomes = new Outcomes(time::get);

  @Test
  void the_longest_time_without_an_answer_is_kept_with_its_beginning() {
    answeredAt(100);
    answeredAt(150);
    answeredAt(900);
    answeredAt(1_000);
    assertThat(outcomes.longestGap().from()).isCloseTo(0.150, CLOSE);
    assertThat(outcomes.longestGap().seconds()).isCloseTo(0.750, CLOSE);
  }

  @Test
  void the_longest_time_without_an_answer_is_taken_since_it_was_taken_last() {
    answeredAt(100);
    answeredAt(900);
    assertThat(outcomes.takeLongestGap().seconds()).isCloseTo(0.8, CLOSE);
    answeredAt(950);
    answeredAt(1_200);
    assertThat(outcomes.takeLongestGap())
        .satisfies(gap -> assertThat(gap.from()).isCloseTo(0.95, CLOSE))
        .satisfies(gap -> assertThat(gap.seconds()).isCloseTo(0.25, CLOSE));
  }

  @Test
  void a_failure_ends_no_time_without_an_answer() {
    answeredAt(100);
    time.set(TimeUnit.MILLISECONDS.toNanos(200));
    outcomes.ended(outcomes.asked(), new IllegalStateException("refused"));
    answeredAt(600);
    assertThat(outcomes.longestGap().seconds()).isCloseTo(0.5, CLOSE);
    assertThat(outcomes.failed()).isEqualTo(1);
    assertThat(outcomes.answered()).isEqualTo(2);
  }

  @Test
  void a_refusal_is_told_apart_from_other_failures_and_says_how_long_to_wait() {
    time.set(TimeUnit.MILLISECONDS.toNanos(200));
    var refusal = new NotExecuted("too many asks", Duration.ofMillis(50));
    outcomes.ended(outcomes.asked(), new CompletionException(refusal));
    outcomes.ended(outcomes.asked(), new Indeterminate("no quorum"));
    assertThat(outcomes.failed()).isEqualTo(2);
    assertThat(outcomes.refused()).isEqualTo(1);
    assertThat(outcomes.heldUntil()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(250));
  }

  @Test
  void what_is_asked_and_has_not_ended_is_under_way() {
    outcomes.asked();
    outcomes.asked();
    answeredAt(1);
    assertThat(outcomes.underWay()).isEqualTo(2);
  }

  private void answeredAt(long millis) {
    time.set(TimeUnit.MILLISECONDS.toNanos(millis));
    outcomes.ended(outcomes.asked(), null);
  }
}
