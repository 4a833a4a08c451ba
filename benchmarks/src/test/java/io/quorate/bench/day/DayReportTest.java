package io.quorate.bench.day;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bench.load.Load;
import io.quorate.bench.load.Outcomes;
import io.quorate.bench.load.TimeSeries.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class DayReportTest {

  private static final Offset<Double> CLOSE = Offset.offset(1e-9);
  private static final Map<String, Double> KILLED = Map.of("replica 0 killed", 2.0);

  private final List<Interval> series = new ArrayList<>();
  private final List<LagSeries.Lag> lags = new ArrayList<>();

  @Test
  void a_backlog_is_cleared_when_no_more_is_under_way_than_on_a_calm_day() {
    underWay(900, 10, 12, 10, 500, 900, 300, 12, 40, 11);
    assertThat(report(Day.PRIMARY_KILLED, KILLED).backlogCleared().orElseThrow())
        .isCloseTo(2.0, CLOSE);
  }

  @Test
  void a_backlog_that_is_never_cleared_is_not_said_to_be() {
    underWay(900, 10, 12, 10, 500, 900, 800, 700, 600, 500);
    assertThat(report(Day.PRIMARY_KILLED, KILLED).backlogCleared()).isEmpty();
    assertThat(report(Day.PRIMARY_KILLED, KILLED).toText()).contains("not in this run");
  }

  @Test
  void a_replica_has_caught_up_when_it_agrees_and_is_close() {
    underWay(1, 1, 1, 1, 1, 1, 1, 1, 1, 1);
    lags.add(new LagSeries.Lag(1.0, OptionalLong.of(0), true));
    lags.add(new LagSeries.Lag(3.0, OptionalLong.empty(), false));
    lags.add(new LagSeries.Lag(3.5, OptionalLong.of(900), true));
    lags.add(new LagSeries.Lag(3.8, OptionalLong.of(3), false));
    lags.add(new LagSeries.Lag(4.0, OptionalLong.of(3), true));
    var report = report(Day.BACKUP_PAUSED, Map.of("paused", 2.0, "goes on", 3.0));
    assertThat(report.caughtUp().orElseThrow()).isCloseTo(1.0, CLOSE);
  }

  @Test
  void a_request_without_an_answer_is_a_failure() {
    underWay(1, 1, 1, 1, 1, 1, 1, 1, 1, 1);
    assertThat(report(Day.CALM, Map.of()).isAnswered()).isTrue();
    var seen = new DayReport.Seen(series, gaps(0.1), 0, 1, lags);
    assertThat(
            new DayReport(told(Day.CALM, Map.of()), seen, Optional.empty(), Optional.empty())
                .isAnswered())
        .isFalse();
  }

  @Test
  void a_clear_refusal_is_no_failure_on_a_day_with_too_much_and_anything_else_is() {
    underWay(1, 1, 1, 1, 1, 1, 1, 1, 1, 1);
    assertThat(overloaded(7, 7).isAnswered()).isTrue();
    assertThat(overloaded(8, 7).isAnswered()).isFalse();
    assertThat(overloaded(8, 7).toText())
        .containsPattern("answered meanwhile, of the peak +\\| 50 % ")
        .containsPattern("refused, surely not executed +\\| 7 ")
        .containsPattern("primary in the end +\\| replica 3 ")
        .containsPattern("failed otherwise +\\| 1 ");
  }

  @Test
  void latency_has_returned_when_it_is_for_a_second_what_it_was_before_too_much_was_due() {
    for (int i = 1; i <= 60; i++) {
      boolean slow = (i > 20 && i <= 35) || i == 38;
      series.add(new Interval(i / 10.0, 100, 0, 1, slow ? 900 : 2, 3, 1));
    }
    var report = overloaded(0, 0);
    assertThat(report.latencyReturned().orElseThrow()).isCloseTo(0.9, CLOSE);
  }

  @Test
  void each_thing_that_happens_has_the_longest_time_without_an_answer_that_followed_it() {
    underWay(1, 1, 1, 1, 1, 1, 1, 1, 1, 1);
    assertThat(report(Day.PRIMARY_KILLED, KILLED).toText())
        .containsPattern("replica 0 killed +\\| at 2.00 s, then 1000 ms without an answer")
        .containsPattern("without an answer before, ms +\\| 100 ")
        .containsPattern("longest time without an answer, ms +\\| 1000, from 1.00 s");
  }

  private static List<Outcomes.Gap> gaps(double... seconds) {
    return IntStream.range(0, seconds.length)
        .mapToObj(i -> new Outcomes.Gap(i, seconds[i]))
        .toList();
  }

  private DayReport overloaded(long failed, long refused) {
    var told = told(Day.OVERLOADED, Map.of("ten times", 2.0, "as before", 3.0));
    var seen = new DayReport.Seen(series, gaps(0.1, 1, 0.2), failed, 0, lags);
    var spent = new Overload.Spent(0.5, 0.1, 1.2);
    var overload = new Overload(200, 2_000, refused, 9, spent);
    return new DayReport(told, seen, Optional.empty(), Optional.of(overload));
  }

  /** One interval every half second. */
  private void underWay(long... counts) {
    for (long count : counts) {
      series.add(new Interval((series.size() + 1) / 2.0, 100, 0, 1, 2, 3, count));
    }
  }

  private DayReport report(Day day, Map<String, Double> moments) {
    var seen = new DayReport.Seen(series, gaps(0.1, 1, 0.2), 0, 0, lags);
    return new DayReport(told(day, moments), seen, Optional.empty(), Optional.empty());
  }

  private static DayReport.Told told(Day day, Map<String, Double> moments) {
    var load = new Load(1, 100, 0, 0, 0, 5);
    return new DayReport.Told(day, "4 replicas", 0, Optional.of(3), load, moments);
  }
}
