package io.quorate.bootstrap.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quorate.bootstrap.QuorateNode;
import io.quorate.bootstrap.TestGroup;
import io.quorate.bootstrap.access.ClientAccess;
import io.quorate.bootstrap.assembly.ClientAssembly;
import io.quorate.bootstrap.cli.QuorateCommand;
import io.quorate.bootstrap.kv.KeyValueOperation;
import io.quorate.bootstrap.kv.KeyValueRequest;
import io.quorate.bootstrap.kv.KeyValueResult;
import io.quorate.bootstrap.kv.KeyValueStore;
import io.quorate.engine.client.BftClient;
import io.quorate.engine.client.Reply;
import io.quorate.engine.fixtures.FreePorts;
import io.quorate.engine.model.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One of four replicas is where the genesis record says, one is down and two have moved: no request
 * is answered f + 1 times without one that moved.
 */
@Tag("slow")
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MovedReplicasTest {

  private static final int REPLICAS = 4;
  private static final long PATIENCE_SECONDS = 60;

  @TempDir Path folder;
  private final TreeMap<Integer, QuorateNode> nodes = new TreeMap<>();

  @Test
  void clients_and_gateways_that_know_the_genesis_record_find_replicas_that_moved()
      throws Exception {
    var cluster = found();
    nodes.put(0, start(cluster, 0));
    move(cluster, 1);
    move(cluster, 3);
    awaitReady();
    try (var client = new ClientAssembly().connect(cluster)) {
      assertThat(version(client.ask(put("a")))).isEqualTo(1);
      assertThat(version(gateway(0, put("b")))).isEqualTo(2);
      assertThat(version(gateway(1, put("c")))).isEqualTo(3);
      stop(1);
      move(cluster, 1);
      stop(3);
      move(cluster, 3);
      awaitReady();
      assertThat(version(client.ask(put("d")))).isEqualTo(4);
      assertThat(version(gateway(0, put("e")))).isEqualTo(5);
    }
    try (ClientAccess.Connection another = new ClientAssembly().connect(cluster)) {
      assertThat(version(another.ask(put("f")))).isEqualTo(6);
    }
  }

  private static Bytes put(String value) {
    return KeyValueRequest.of(new KeyValueOperation.Put(Bytes.utf8("key"), Bytes.utf8(value)))
        .encode();
  }

  private CompletionStage<Reply> gateway(int replica, Bytes operation) {
    var node = nodes.get(replica);
    return AskPattern.<BftClient.Command, Reply>askWithStatus(
        node.client(),
        replyTo -> new BftClient.Submit(operation, replyTo),
        Duration.ofSeconds(PATIENCE_SECONDS),
        node.system().scheduler());
  }

  private static long version(CompletionStage<Reply> asked) throws Exception {
    var reply = asked.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    var result = KeyValueResult.decode(reply.result()).orElseThrow();
    return ((KeyValueResult.Written) result).version();
  }

  /** Starts a replica where the genesis record does not know it. */
  private void move(Path cluster, int replica) throws IOException {
    set(cluster, replica, "quorate.replica.port = " + TestGroup.freePorts(1).get(0));
    nodes.put(replica, start(cluster, replica));
  }

  /** Waits until the replicas have found each other. */
  private void awaitReady() {
    for (var node : nodes.values()) {
      await()
          .atMost(Duration.ofSeconds(PATIENCE_SECONDS))
          .until(() -> node.status().toCompletableFuture().get().isReady());
    }
  }

  private static QuorateNode start(Path cluster, int replica) {
    return QuorateNode.start(directory(cluster, replica), new KeyValueStore());
  }

  private static Path directory(Path cluster, int replica) {
    return cluster.resolve("replica-" + replica);
  }

  private static void set(Path cluster, int replica, String line) throws IOException {
    Files.writeString(
        directory(cluster, replica).resolve("application.conf"),
        line + "\n",
        StandardOpenOption.APPEND);
  }

  private Path found() throws IOException {
    var cluster = folder.resolve("cluster");
    int base = FreePorts.inARow(2 * REPLICAS);
    var arguments =
        List.of(
            "init",
            "--dir",
            cluster.toString(),
            "--base-port",
            Integer.toString(base),
            "--http-port",
            Integer.toString(base + REPLICAS));
    assertThat(QuorateCommand.quietly(arguments)).isZero();
    for (int i = 0; i < REPLICAS; i++) {
      set(cluster, i, "quorate.persistence.append.journal.segment-size = 4 MiB");
    }
    return cluster;
  }

  private void stop(int replica) throws Exception {
    nodes.remove(replica).stop().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  @AfterEach
  void stopAll() throws Exception {
    while (!nodes.isEmpty()) {
      stop(nodes.firstKey());
    }
  }
}
