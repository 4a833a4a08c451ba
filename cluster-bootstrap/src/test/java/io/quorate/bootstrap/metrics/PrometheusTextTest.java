package io.quorate.bootstrap.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PrometheusTextTest {

  private final NodeMetrics metrics = new NodeMetrics();

  @Test
  void counters_and_gauges_are_written_in_order_of_their_names() {
    metrics.gauge("b", "Second.", () -> 1.5);
    metrics.counter("a_total", "First.", "kind", "say \"x\"\n").add(3);
    assertThat(PrometheusText.of(metrics))
        .isEqualTo(
            """
            # HELP a_total First.
            # TYPE a_total counter
            a_total{kind="say \\"x\\"\\n"} 3
            # HELP b Second.
            # TYPE b gauge
            b 1.5
            """);
  }

  @Test
  void a_timer_is_a_cumulative_histogram() {
    var timer = metrics.timer("t_seconds", "Time.");
    timer.record(1_000_000);
    timer.record(100_000_000_000L);
    assertThat(PrometheusText.of(metrics))
        .contains("t_seconds_bucket{le=\"2.44140625E-4\"} 0\n")
        .contains("t_seconds_bucket{le=\"0.001953125\"} 1\n")
        .contains("t_seconds_bucket{le=\"16\"} 1\n")
        .contains("t_seconds_bucket{le=\"+Inf\"} 2\n")
        .contains("t_seconds_sum 100.001\n")
        .contains("t_seconds_count 2\n");
  }

  @Test
  void labels_that_somebody_else_chooses_do_not_grow_without_bound() {
    for (int i = 0; i < 10_000; i++) {
      metrics.counter("c_total", "Count.", "who", "peer " + i).increment();
    }
    assertThat(PrometheusText.of(metrics).lines())
        .hasSizeLessThan(NodeMetrics.MAX_SERIES + 4)
        .contains("c_total{who=\"overflow\"} " + (10_000 - NodeMetrics.MAX_SERIES));
  }

  @Test
  void one_name_has_one_kind() {
    metrics.counter("c_total", "Count.");
    assertThatThrownBy(() -> metrics.timer("c_total", "Count."))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
