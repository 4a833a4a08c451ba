package io.quorate.bootstrap.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.engine.spi.Metric;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class NodeMetricsTest {

  private static final Metric THINGS = Metric.counter("a_total", "things", "First.", "kind");
  private static final Metric LEVEL = Metric.gauge("b_bytes", "bytes", "Second.");
  private static final Metric TIMES = Metric.seconds("t_seconds", "Time.");

  private final NodeMetrics metrics = new NodeMetrics();

  @TempDir Path data;

  private String page(String accept) {
    return new String(MetricsPage.of(metrics, accept).text().toArray(), UTF_8);
  }

  @Test
  void counters_and_gauges_are_written_in_order_of_their_names() {
    metrics.gauge(LEVEL).set(1.5);
    metrics.counter(THINGS, "say \"x\"\n").add(3);
    assertThat(page(""))
        .isEqualTo(
            """
            # HELP a_total First.
            # TYPE a_total counter
            a_total{kind="say \\"x\\"\\n"} 3.0
            # HELP b_bytes Second.
            # TYPE b_bytes gauge
            b_bytes 1.5
            """);
  }

  @Test
  void who_accepts_OpenMetrics_is_told_units_too() {
    metrics.gauge(LEVEL).set(1.5);
    assertThat(page("application/openmetrics-text;version=1.0.0,text/plain;q=0.5"))
        .contains("# UNIT b_bytes bytes\n")
        .endsWith("# EOF\n");
  }

  @Test
  void a_duration_falls_into_the_first_bucket_that_it_does_not_exceed() {
    var times = metrics.distribution(TIMES);
    times.nanos(1_000_000);
    times.nanos(100_000_000_000L);
    assertThat(page(""))
        .contains("t_seconds_bucket{le=\"8.0E-4\"} 0\n")
        .contains("t_seconds_bucket{le=\"0.0016\"} 1\n")
        .contains("t_seconds_bucket{le=\"+Inf\"} 2\n")
        .contains("t_seconds_sum 100.001\n")
        .contains("t_seconds_count 2\n");
  }

  @Test
  void a_handle_adds_to_what_another_of_the_same_labels_counted() {
    metrics.counter(THINGS, "x").add(2);
    metrics.counter(THINGS, "x").increment();
    assertThat(page("")).contains("a_total{kind=\"x\"} 3.0");
  }

  @Test
  void labels_that_somebody_else_chooses_do_not_grow_without_bound() {
    for (int i = 0; i < 10_000; i++) {
      metrics.counter(THINGS, "peer " + i).increment();
    }
    assertThat(page("").lines())
        .hasSizeLessThan(NodeMetrics.MAX_SERIES + 4)
        .contains("a_total{kind=\"overflow\"} " + (10_000.0 - NodeMetrics.MAX_SERIES));
  }

  @Test
  void one_name_has_one_meaning() {
    metrics.counter(THINGS, "x");
    assertThatThrownBy(() -> metrics.distribution(THINGS, "x"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> metrics.counter(Metric.counter("a_total", "other", "Other."), "x"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void the_JVM_and_the_disk_tell_of_themselves() {
    ProcessMetrics.register(metrics, data);
    var lines = page("").lines().filter(line -> !line.startsWith("#")).toList();
    hasPositive(lines, "jvm_memory_used_bytes{area=\"heap\"}");
    hasPositive(lines, "jvm_threads_current");
    hasPositive(lines, "process_cpu_seconds_total");
    hasPositive(lines, "quorate_jvm_allocated_bytes");
    hasPositive(lines, "quorate_disk_free_bytes");
    hasPositive(lines, "quorate_disk_size_bytes");
  }

  private static void hasPositive(List<String> lines, String series) {
    assertThat(lines)
        .filteredOn(line -> line.startsWith(series + " "))
        .singleElement()
        .satisfies(
            line ->
                assertThat(Double.parseDouble(line.substring(series.length() + 1))).isPositive());
  }
}
