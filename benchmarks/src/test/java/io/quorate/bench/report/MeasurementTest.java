package io.quorate.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.bench.load.Load;
import io.quorate.bench.load.Outcomes;
import java.time.Instant;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MeasurementTest {

  private static final Offset<Double> CLOSE = Offset.offset(1e-9);
  private static final Load LOAD = new Load(200, 0, 0, 0, 30, 10);

  private final Measurement alone = median(List.of(run(1, 900, 9), run(1, 1_000, 10)));
  private final Measurement group =
      median(List.of(run(4, 300, 30), run(4, 100, 10), run(4, 200, 20)));

  private static Measurement median(List<Measurement> runs) {
    return Measurement.median(runs, Measurement::requestsPerSecond);
  }

  @Test
  void of_several_runs_the_one_in_the_middle_is_told_whole() {
    assertThat(group.requestsPerSecond()).isEqualTo(200);
    assertThat(group.millis(50)).isCloseTo(20, Offset.offset(0.1));
    assertThat(group.spread()).isEqualTo(new Measurement.Spread(3, 100, 300, 3));
  }

  @Test
  void of_an_even_number_the_lower_one_in_the_middle_is_told() {
    assertThat(alone.requestsPerSecond()).isEqualTo(900);
  }

  @Test
  void runs_of_an_open_loop_are_compared_by_how_late_they_answer() {
    var runs = List.of(run(4, 103, 50), run(4, 101, 10), run(4, 102, 90));
    var told = Measurement.median(runs, run -> run.millis(99));
    assertThat(told.millis(99)).isCloseTo(50, Offset.offset(0.1));
    assertThat(told.spread()).isEqualTo(new Measurement.Spread(3, 101, 103, 3));
  }

  @Test
  void a_ratio_is_as_far_apart_as_both_runs_are() {
    var ratio = group.to(alone);
    assertThat(ratio.median()).isCloseTo(200.0 / 900, CLOSE);
    assertThat(ratio.lowest()).isCloseTo(100.0 / 1_000, CLOSE);
    assertThat(ratio.highest()).isCloseTo(300.0 / 900, CLOSE);
    assertThat(alone.to(alone)).isEqualTo(new Measurement.Ratio(1, 1, 1));
  }

  @Test
  void a_request_that_failed_in_another_run_than_the_median_is_an_error_too() {
    assertThat(report().errors()).isEqualTo(5);
  }

  @Test
  void lowest_and_highest_are_told_in_the_table_and_in_json() {
    assertThat(report().toText())
        .contains("the median of 3")
        .contains("100 to 300")
        .contains("0.100 to 0.333");
    JsonNode json = report().toJson().path("runs").path(1);
    assertThat(json.path("counted").asInt()).isEqualTo(3);
    assertThat(json.path("lowestRequestsPerSecond").asInt()).isEqualTo(100);
    assertThat(json.path("highestRequestsPerSecond").asInt()).isEqualTo(300);
    assertThat(json.path("ratio").asDouble()).isEqualTo(0.2222);
    assertThat(json.path("highestRatio").asDouble()).isEqualTo(0.3333);
  }

  private BenchReport report() {
    return new BenchReport(LOAD, List.of(alone, group), group);
  }

  /** Of ten seconds, in which one request failed. */
  private static Measurement run(int replicas, int rate, int millis) {
    var latencies = new Histogram(3);
    latencies.recordValue(millis * 1_000L);
    return Measurement.of(
        new Measurement.Measured(replicas + " replicas", replicas, true),
        new Measurement.Answers(
            Instant.EPOCH, 10, rate * 10L, 1, latencies, List.of(), new Outcomes.Gap(0, 0)),
        List.of());
  }
}
