package io.quorate.bootstrap.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.spi.EngineMetrics;
import io.quorate.engine.spi.Metric;
import io.quorate.engine.spi.Metric.Kind;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** The table of docs/metrics.md says of each metric what the code says. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MetricsTableTest {

  private static final Path TABLE = Path.of(System.getProperty("quorate.root"), "docs/metrics.md");

  @Test
  void every_metric_has_its_row_and_every_row_its_metric() throws IOException {
    var rows =
        Files.readString(TABLE)
            .lines()
            .filter(line -> line.startsWith("| `quorate_"))
            .map(line -> line.substring(0, line.lastIndexOf(" | ")))
            .toList();
    assertThat(rows)
        .containsExactlyElementsOf(BootstrapMetrics.ALL.stream().map(this::row).toList());
  }

  private String row(Metric metric) {
    var kind = metric.kind().name().toLowerCase(Locale.ROOT);
    var labels = Stream.concat(Stream.of(kind), metric.labels().stream()).toList();
    return "| `%s` | %s | %s | %s"
        .formatted(metric.name(), String.join(", ", labels), metric.unit(), metric.help());
  }

  @Test
  void no_metric_is_left_out_of_the_list() {
    assertThat(
            Stream.of(EngineMetrics.class, BootstrapMetrics.class)
                .flatMap(each -> Arrays.stream(each.getFields()))
                .filter(field -> Modifier.isStatic(field.getModifiers()))
                .filter(field -> field.getType() == Metric.class)
                .map(MetricsTableTest::value)
                .toList())
        .containsExactlyElementsOf(BootstrapMetrics.ALL);
  }

  private static Metric value(java.lang.reflect.Field field) {
    try {
      return (Metric) field.get(null);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void names_follow_the_rules_of_Prometheus() {
    assertThat(BootstrapMetrics.ALL)
        .allSatisfy(
            metric -> {
              assertThat(metric.name()).matches("quorate_[a-z][a-z_]*[a-z]");
              assertThat(metric.name().endsWith("_total"))
                  .as(metric.name())
                  .isEqualTo(metric.kind() == Kind.COUNTER);
              assertThat(metric.help()).endsWith(".");
              if (List.of("seconds", "bytes").contains(metric.unit())) {
                assertThat(metric.name().replace("_total", "")).endsWith("_" + metric.unit());
              }
            });
    assertThat(BootstrapMetrics.ALL.stream().map(Metric::name)).doesNotHaveDuplicates();
  }
}
