package io.quorate.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bootstrap.metrics.BootstrapMetrics;
import io.quorate.engine.spi.Metric;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class AlertsAndDashboardTest {

  private static final Path PROMETHEUS = OpsFiles.OPS.resolve("prometheus");
  private static final Pattern OURS = Pattern.compile("quorate_[a-z_]+");

  @TempDir Path scratch;

  private static void promtool(Path directory, String... arguments) throws Exception {
    var command = new ArrayList<>(List.of(DebianProgram.of("prometheus", "/usr/bin/promtool")));
    command.addAll(List.of(arguments));
    var ended = DebianProgram.run(directory, command);
    assertThat(ended.code()).as(ended.said()).isZero();
  }

  @Test
  void promtool_finds_the_alert_rules_right_and_what_they_alert_of() throws Exception {
    promtool(PROMETHEUS, "check", "rules", "alerts.yml");
    promtool(PROMETHEUS, "test", "rules", "alerts.test.yml");
  }

  @Test
  void promtool_finds_the_configuration_right() throws Exception {
    promtool(PROMETHEUS, "check", "config", "prometheus.yml");
  }

  @Test
  void every_alert_has_been_seen_to_fire() throws Exception {
    var alerts = new HashSet<String>();
    OpsFiles.yaml("prometheus/alerts.yml")
        .findValues("alert")
        .forEach(name -> alerts.add(name.asText()));
    var fired = new HashSet<String>();
    for (var test : OpsFiles.yaml("prometheus/alerts.test.yml").path("tests")) {
      for (var each : test.path("alert_rule_test")) {
        if (each.has("exp_alerts")) {
          fired.add(each.path("alertname").asText());
        }
      }
    }
    assertThat(fired).isEqualTo(alerts);
  }

  @Test
  void alerts_and_panels_ask_for_metrics_that_exist() throws Exception {
    var known = known();
    var asked =
        OURS.matcher(
                Files.readString(PROMETHEUS.resolve("alerts.yml"))
                    + OpsFiles.dashboard().toPrettyString())
            .results()
            .map(found -> found.group())
            .collect(Collectors.toSet());
    assertThat(asked).isNotEmpty().isSubsetOf(known);
  }

  /** All series' names: a distribution has three. */
  private static Set<String> known() {
    var names = new HashSet<String>();
    for (var metric : BootstrapMetrics.ALL) {
      names.add(metric.name());
      if (metric.kind() == Metric.Kind.DISTRIBUTION) {
        names.addAll(
            List.of(metric.name() + "_bucket", metric.name() + "_sum", metric.name() + "_count"));
      }
    }
    return names;
  }

  @Test
  void promtool_can_read_the_query_of_every_panel() throws Exception {
    var rules = new StringBuilder("groups: [{name: panels, rules: [");
    var queries = OpsFiles.panelQueries("quorate", "1m");
    for (int i = 0; i < queries.size(); i++) {
      rules.append("\n{record: 'panel:%d', expr: '%s'},".formatted(i, queries.get(i)));
    }
    Files.writeString(scratch.resolve("panels.yml"), rules + "]}]\n");
    promtool(scratch, "check", "rules", "panels.yml");
    assertThat(queries).hasSizeGreaterThan(30);
  }

  @Test
  void every_panel_has_a_title_a_description_a_place_and_a_query() throws Exception {
    var ids = new HashSet<Integer>();
    var places = new HashSet<String>();
    for (var panel : OpsFiles.dashboard().path("panels")) {
      assertThat(ids.add(panel.path("id").asInt())).isTrue();
      assertThat(places.add(panel.path("gridPos").toString())).as("%s", panel).isTrue();
      assertThat(panel.path("title").asText()).isNotBlank();
      if (!panel.path("type").asText().equals("row")) {
        assertThat(panel.path("description").asText()).isNotBlank();
        assertThat(panel.path("targets")).isNotEmpty();
        assertThat(panel.path("datasource").path("uid").asText()).isEqualTo("${datasource}");
      }
    }
  }
}
