package io.quorate.cluster;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.bootstrap.assembly.ClientAssembly;
import io.quorate.bootstrap.kv.KeyValueOperation;
import io.quorate.bootstrap.kv.KeyValueRequest;
import io.quorate.bootstrap.kv.KeyValueResult;
import io.quorate.bootstrap.node.Node;
import io.quorate.bootstrap.tls.TlsFiles;
import io.quorate.engine.model.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@RealProcesses
@DisplayNameGeneration(ReplaceUnderscores.class)
class FourNodesTest {

  private static RealGroup group;

  @BeforeAll
  static void start() {
    group = RealGroup.ordinary();
    RealGroup.measured("start of four replicas", group.start());
  }

  @AfterAll
  static void stop() throws IOException {
    group.close();
  }

  @Test
  void what_is_put_through_one_replica_is_got_through_each_other() throws IOException {
    assertEquals(200, group.gateway(0).put("colour", "red").statusCode());
    for (int i = 0; i < RealGroup.SIZE; i++) {
      var got = group.gateway(i).get("colour");
      assertEquals("red", got.body());
      assertEquals("1", got.headers().firstValue("X-Version").orElseThrow());
    }
  }

  @Test
  void a_client_on_its_own_believes_f_plus_1_replicas() throws Exception {
    group.gateway(1).put("shape", "round");
    var operation = new KeyValueOperation.Get(Bytes.utf8("shape"));
    try (var connection = new ClientAssembly().connect(group.root())) {
      var reply =
          connection
              .ask(KeyValueRequest.of(operation).encode())
              .toCompletableFuture()
              .get(60, TimeUnit.SECONDS);
      var found = (KeyValueResult.Found) KeyValueResult.decode(reply.result()).orElseThrow();
      assertEquals("round", found.value().asUtf8());
    }
  }

  @Test
  void a_request_repeated_through_another_replica_is_executed_once() throws IOException {
    var first = Gateway.json(group.gateway(0).put("once", "a", "the-same-name"));
    var again = Gateway.json(group.gateway(2).put("once", "a", "the-same-name"));
    var other = Gateway.json(group.gateway(2).put("once", "a", "another-name"));
    assertEquals(1, first.path("version").asLong());
    assertEquals(1, again.path("version").asLong());
    assertEquals(2, other.path("version").asLong());
  }

  /** Journals, snapshots and logs are shown to many. */
  @Test
  void no_secret_is_in_what_a_replica_writes() throws IOException {
    group.gateway(0).put("anything", "at all");
    var home = group.replica(0).home();
    var lines = Files.readAllLines(home.resolve(Node.IDENTITY));
    var identity = Base64.getDecoder().decode(lines.get(1));
    var tls = TlsFiles.read(home).key().getEncoded();
    for (var folder : List.of(group.replica(0).data(), home.resolve("log"))) {
      assertEquals(List.of(), filesWith(identity, folder));
      assertEquals(List.of(), filesWith(tls, folder));
    }
  }

  /** Files that hold these octets, as they are, in hexadecimal digits or in Base64. */
  private static List<Path> filesWith(byte[] secret, Path folder) throws IOException {
    var forms =
        List.of(
            new String(secret, ISO_8859_1),
            HexFormat.of().formatHex(secret),
            Base64.getEncoder().encodeToString(secret));
    var found = new ArrayList<Path>();
    try (var files = Files.walk(folder)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        var text = Files.readString(file, ISO_8859_1);
        if (forms.stream().anyMatch(text::contains)) {
          found.add(file);
        }
      }
    }
    return found;
  }

  @Test
  void all_nodes_find_each_other_in_one_cluster() {
    for (int i = 0; i < RealGroup.SIZE; i++) {
      var gateway = group.gateway(i);
      RealGroup.awaitThat(
          "replica " + i + " knows all members",
          () -> gateway.metric("quorate_registry_addresses") == RealGroup.SIZE);
    }
  }

  @Test
  void a_stale_read_is_what_this_replica_executed() throws IOException {
    group.gateway(0).put("stale", "bread");
    for (int i = 0; i < RealGroup.SIZE; i++) {
      var gateway = group.gateway(i);
      RealGroup.awaitThat("it got there", () -> gateway.getStale("stale").statusCode() == 200);
      assertEquals("bread", gateway.getStale("stale").body());
    }
  }

  @Test
  void all_tell_the_same_of_the_group() throws IOException {
    group.gateway(3).put("status", "quo");
    group.awaitEqual();
    for (int i = 0; i < RealGroup.SIZE; i++) {
      var status = group.gateway(i).status().orElseThrow();
      assertEquals(i, status.path("replica").asInt());
      assertEquals(4, status.path("n").asInt());
      assertEquals(1, status.path("f").asInt());
      assertEquals(3, status.path("quorum").asInt());
      assertEquals(status.path("view").asInt() % 4, status.path("primary").asInt());
      assertEquals(3, status.path("peers").size());
      assertTrue(status.path("stuck").isNull(), status.toString());
    }
  }

  @Test
  void a_hand_over_brings_the_next_primary_without_a_time_out() throws IOException {
    group.gateway(0).put("before", "it");
    long view = group.gateway(0).view();
    var primary = Integer.toString(group.primaryAt(0));
    long begin = System.nanoTime();
    RealGroup.execute("hand-over", "--dir", group.root().toString(), "--replica", primary);
    RealGroup.measured("hand-over", Duration.ofNanos(System.nanoTime() - begin));
    for (int i = 0; i < RealGroup.SIZE; i++) {
      var gateway = group.gateway(i);
      RealGroup.awaitThat(
          "all are in the next view", () -> gateway.is("agreeing") && gateway.view() == view + 1);
    }
    assertEquals(200, group.gateway(2).put("after", "it").statusCode());
  }

  @Test
  void metrics_count_what_was_executed() throws IOException {
    double before = group.gateway(2).metric("quorate_operations_total");
    for (int i = 0; i < 5; i++) {
      group.gateway(2).put("counted", "once");
    }
    group.awaitEqual();
    var gateway = group.gateway(2);
    RealGroup.awaitThat(
        "five more", () -> gateway.metric("quorate_operations_total") >= before + 5);
    assertEquals((double) gateway.executed(), gateway.metric("quorate_executed"));
  }
}
