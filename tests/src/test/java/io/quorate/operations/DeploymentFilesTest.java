package io.quorate.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be seen of compose, Kubernetes and systemd without any of them. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class DeploymentFilesTest {

  private static final int REPLICAS = 7;
  private static final int FAULTS = 2;

  @TempDir Path scratch;

  private static Map<String, JsonNode> services(String beginning) throws IOException {
    var found = new TreeMap<String, JsonNode>();
    OpsFiles.yaml("compose.yaml")
        .path("services")
        .properties()
        .forEach(
            each -> {
              if (each.getKey().startsWith(beginning)) {
                found.put(each.getKey(), each.getValue());
              }
            });
    return found;
  }

  @Test
  void compose_runs_seven_replicas_as_nobody_with_a_health_check_and_a_volume() throws Exception {
    var replicas = services("replica-");
    assertThat(replicas).hasSize(REPLICAS);
    replicas.forEach(
        (name, replica) -> {
          var index = name.substring("replica-".length());
          assertThat(OpsFiles.strings(replica.path("command")))
              .containsExactly(
                  "start", "--foreground", "--dir", "/var/lib/quorate", "--replica", index);
          assertThat(replica.path("hostname").asText()).isEqualTo(name);
          assertThat(replica.path("user").asText()).doesNotStartWith("0").isNotBlank();
          assertThat(OpsFiles.strings(replica.path("healthcheck").path("test")))
              .contains(health(name, Integer.parseInt(index)));
          assertThat(OpsFiles.strings(replica.path("volumes")))
              .containsExactly("group:/var/lib/quorate");
        });
  }

  private static String health(String name, int index) {
    return "http://" + name + ":" + (8551 + index) + "/health/live";
  }

  @Test
  void compose_publishes_nothing_beyond_this_machine() throws Exception {
    for (var service : services("").values()) {
      assertThat(OpsFiles.strings(service.path("ports"))).allMatch(p -> p.startsWith("127.0.0.1:"));
    }
  }

  @Test
  void what_compose_mounts_and_waits_for_is_there() throws Exception {
    var compose = OpsFiles.yaml("compose.yaml");
    for (var service : services("").values()) {
      for (var mount : OpsFiles.strings(service.path("volumes"))) {
        var from = mount.substring(0, mount.indexOf(':'));
        if (from.startsWith("./")) {
          assertThat(OpsFiles.OPS.resolve(from)).isDirectory();
        } else {
          assertThat(compose.path("volumes").has(from)).as(from).isTrue();
        }
      }
      var needed = service.path("depends_on");
      var names =
          needed.isArray()
              ? OpsFiles.strings(needed)
              : needed.properties().stream().map(Map.Entry::getKey).toList();
      assertThat(names).allMatch(compose.path("services")::has);
    }
  }

  @Test
  void Prometheus_scrapes_every_replica_of_compose_and_alerts_its_alertmanager() throws Exception {
    var prometheus = OpsFiles.yaml("prometheus/prometheus.yml");
    var targets =
        OpsFiles.strings(
            prometheus.path("scrape_configs").get(0).path("static_configs").get(0).path("targets"));
    var replicas =
        services("replica-").keySet().stream()
            .map(name -> name + ":" + (8551 + Integer.parseInt(name.substring(8))))
            .toList();
    assertThat(targets).containsExactlyElementsOf(replicas);
    assertThat(prometheus.path("alerting").toString()).contains("alertmanager:9093");
    assertThat(services("alertmanager")).hasSize(1);
    for (var rules : OpsFiles.strings(prometheus.path("rule_files"))) {
      assertThat(OpsFiles.OPS.resolve("prometheus").resolve(rules)).exists();
    }
  }

  @Test
  void alerts_that_are_silenced_by_others_exist() throws Exception {
    var known =
        OpsFiles.yaml("prometheus/alerts.yml").findValues("alert").stream()
            .map(JsonNode::asText)
            .collect(Collectors.toSet());
    for (var rule : OpsFiles.yaml("alertmanager/alertmanager.yml").path("inhibit_rules")) {
      for (var side : List.of("source_matchers", "target_matchers")) {
        var named = rule.path(side).get(0).asText().replaceAll("alertname =~? |\"", "");
        assertThat(known).contains(named.split("\\|"));
      }
    }
  }

  @Test
  void the_image_is_built_in_two_stages_and_runs_as_nobody() throws Exception {
    var lines = Files.readAllLines(OpsFiles.OPS.resolve("Dockerfile"));
    assertThat(lines.stream().filter(line -> line.startsWith("FROM "))).hasSize(2);
    assertThat(lines)
        .anyMatch(line -> line.matches("USER [1-9]\\d*:[1-9]\\d*"))
        .anyMatch(line -> line.startsWith("HEALTHCHECK "))
        .contains("VOLUME /var/lib/quorate", "ENTRYPOINT [\"/opt/quorate/quorate\"]");
  }

  @Test
  void Kubernetes_is_told_all_that_a_stateful_set_needs() throws Exception {
    var objects =
        OpsFiles.documents("kubernetes/quorate.yaml").stream()
            .collect(
                Collectors.toMap(
                    each -> each.path("kind").asText() + " " + each.at("/metadata/name").asText(),
                    each -> each));
    var set = objects.get("StatefulSet quorate");
    var labels = set.at("/spec/template/metadata/labels");
    assertThat(set.at("/spec/replicas").asInt()).isEqualTo(REPLICAS);
    assertThat(set.at("/spec/selector/matchLabels")).isEqualTo(labels);
    var headless = objects.get("Service " + set.at("/spec/serviceName").asText());
    assertThat(headless.at("/spec/clusterIP").asText()).isEqualTo("None");
    assertThat(headless.at("/spec/publishNotReadyAddresses").asBoolean()).isTrue();
    assertThat(headless.at("/spec/selector")).isEqualTo(labels);
    var budget = objects.get("PodDisruptionBudget quorate");
    assertThat(budget.at("/spec/maxUnavailable").asInt()).isBetween(1, FAULTS);
    assertThat(budget.at("/spec/selector/matchLabels")).isEqualTo(labels);
    assertThat(set.at("/spec/template/spec/securityContext/runAsNonRoot").asBoolean()).isTrue();
    var replica = set.at("/spec/template/spec/containers/0");
    assertThat(replica.at("/livenessProbe/httpGet/path").asText()).isEqualTo("/health/live");
    assertThat(replica.at("/readinessProbe/httpGet/path").asText()).isEqualTo("/health/ready");
    assertThat(replica.path("image"))
        .isEqualTo(services("replica-0").get("replica-0").get("image"));
    var volumes = set.at("/spec/template/spec/volumes").findValuesAsText("name");
    volumes.addAll(set.at("/spec/volumeClaimTemplates").findValuesAsText("name"));
    assertThat(volumes).containsAll(replica.path("volumeMounts").findValuesAsText("name"));
  }

  @Test
  void systemd_finds_the_unit_right() throws Exception {
    var analyze = DebianProgram.of("systemd", "/usr/bin/systemd-analyze");
    var unit =
        Files.readString(OpsFiles.OPS.resolve("systemd/quorate@.service"))
            .replace("/opt/quorate/quorate", "/bin/true");
    var file = Files.writeString(scratch.resolve("quorate@0.service"), unit);
    var ended = DebianProgram.run(scratch, List.of(analyze, "verify", "--man=no", file.toString()));
    assertThat(ended.said()).doesNotContain("quorate@0.service");
    assertThat(ended.code()).isZero();
  }
}
