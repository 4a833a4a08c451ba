package io.quorate.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quorate.operations.DebianProgram;
import io.quorate.operations.OpsFiles;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The seven replicas of {@code ops/compose.yaml} and its Prometheus, as processes instead of
 * containers: with the file's own commands, environment, names and health checks, in a network
 * where its names are known.
 */
@RealProcesses
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ComposedGroupTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int REPLICAS = 7;
  private static final int WRITES = 40;
  private static final int LOST = 3;

  @TempDir Path scratch;

  private Composed composed;

  @BeforeEach
  void begin() throws Exception {
    assumeTrue(Namespaces.arePossible(), "no namespaces of the network here");
    composed = Composed.from(OpsFiles.yaml("compose.yaml"), scratch);
  }

  @AfterEach
  void end() {
    if (composed != null) {
      composed.close();
    }
  }

  @Test
  @Tag("processes")
  void Prometheus_sees_what_seven_replicas_did_and_that_three_are_lost() throws Exception {
    DebianProgram.of("prometheus", "/usr/bin/prometheus");
    composed.run("found");
    composed.run("found");
    IntStream.range(0, REPLICAS).forEach(i -> composed.start("replica-" + i));
    RealGroup.awaitThat(
        "all are healthy",
        () -> IntStream.range(0, REPLICAS).allMatch(i -> composed.isHealthy("replica-" + i)));
    RealGroup.awaitThat("a quorum is ready", () -> isReady("http://replica-0:8551"));
    composed.start("prometheus");
    for (int i = 0; i < WRITES; i++) {
      composed.curl("-X", "PUT", "-d", "value", "http://replica-0:8551/kv/key-" + i);
    }
    RealGroup.awaitThat("seven are scraped", () -> value("sum(up)") == REPLICAS);
    theFiguresAreWhatWasDone();
    everyPanelShowsSomething();
    lostReplicasAreToldOf();
  }

  private boolean isReady(String replica) {
    return Shell.succeeds(
        composed.inside("curl", "-fsS", replica + "/health/ready").toArray(String[]::new));
  }

  private void theFiguresAreWhatWasDone() {
    var writes =
        "sum(quorate_http_requests_total{instance=\"replica-0:8551\",route=\"/kv\",code=\"200\"})";
    RealGroup.awaitThat("each write is counted", () -> value(writes) == WRITES);
    RealGroup.awaitThat(
        "each replica has executed each write",
        () -> value("min(quorate_operations_total)") == WRITES);
    assertThat(value("max(quorate_operations_total)")).isEqualTo(WRITES);
    assertThat(value("sum(quorate_reply_quorum_duration_seconds_count)")).isEqualTo(WRITES);
    assertThat(value("min(quorate_quorum_replicas)")).isEqualTo(5);
    RealGroup.awaitThat(
        "they hear each other", () -> value("min(quorate_reachable_replicas)") == REPLICAS);
    assertThat(value("sum(quorate_mode{mode=\"AGREEING\"})")).isEqualTo(REPLICAS);
    assertThat(value("min(quorate_certificate_expiry_timestamp_seconds - time())")).isPositive();
    RealGroup.awaitThat(
        "metrics and status say the same",
        () ->
            value("quorate_executed{instance=\"replica-3:8554\"}")
                == status("http://replica-3:8554").path("executed").asDouble());
  }

  /** Prometheus needs two scrapes for a rate; one of a second is taken here. */
  private void everyPanelShowsSomething() throws IOException {
    for (var query : OpsFiles.panelQueries("quorate", "10s")) {
      RealGroup.awaitThat(query, () -> !query(query).isEmpty());
    }
  }

  private void lostReplicasAreToldOf() {
    IntStream.range(REPLICAS - LOST, REPLICAS).forEach(i -> composed.kill("replica-" + i));
    RealGroup.awaitThat(
        "the alerts fire",
        () -> firing().containsAll(List.of("QuorateReplicaDown", "QuorateNoQuorum")));
    IntStream.range(REPLICAS - LOST, REPLICAS).forEach(i -> composed.start("replica-" + i));
    RealGroup.awaitThat("nothing fires any more", () -> firing().isEmpty());
    RealGroup.awaitThat(
        "writes go on",
        () ->
            Shell.succeeds(
                composed
                    .inside(
                        "curl", "-fsS", "-X", "PUT", "-d", "new", "http://replica-5:8556/kv/key-1")
                    .toArray(String[]::new)));
  }

  private List<String> firing() {
    return OpsFiles.elements(prometheus("alerts").path("data").path("alerts")).stream()
        .filter(alert -> alert.path("state").asText().equals("firing"))
        .map(alert -> alert.path("labels").path("alertname").asText())
        .distinct()
        .toList();
  }

  private JsonNode status(String replica) {
    return json(composed.curl(replica + "/status"));
  }

  private JsonNode query(String promql) {
    return prometheus("query?query=" + URLEncoder.encode(promql, UTF_8))
        .path("data")
        .path("result");
  }

  /** The one value of a query; not a number when there is none. */
  private double value(String promql) {
    var result = query(promql);
    return result.isEmpty() ? Double.NaN : result.get(0).path("value").get(1).asDouble();
  }

  private JsonNode prometheus(String what) {
    return json(composed.curl("http://127.0.0.1:9090/api/v1/" + what));
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      return JSON.missingNode();
    }
  }
}
