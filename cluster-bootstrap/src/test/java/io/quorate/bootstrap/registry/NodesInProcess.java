package io.quorate.bootstrap.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quorate.bootstrap.QuorateNode;
import io.quorate.bootstrap.TestGroup;
import io.quorate.bootstrap.cli.QuorateCommand;
import io.quorate.bootstrap.cli.group.GroupDirectory;
import io.quorate.bootstrap.kv.KeyValueOperation;
import io.quorate.bootstrap.kv.KeyValueRequest;
import io.quorate.bootstrap.kv.KeyValueResult;
import io.quorate.bootstrap.kv.KeyValueStore;
import io.quorate.engine.client.BftClient;
import io.quorate.engine.client.Reply;
import io.quorate.engine.codec.Canonical;
import io.quorate.engine.fixtures.FreePorts;
import io.quorate.engine.model.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/** Four replicas in this process, each in an actor system of its own. */
final class NodesInProcess implements AutoCloseable {

  static final int REPLICAS = 4;
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path root;
  private final TreeMap<Integer, QuorateNode> nodes = new TreeMap<>();

  /** Founds a group below this folder, with these settings for each replica; starts nobody. */
  NodesInProcess(Path folder, String... settings) throws IOException {
    root = folder.resolve("cluster");
    int base = FreePorts.inARow(2 * REPLICAS);
    var arguments =
        List.of(
            "init",
            "--dir",
            root.toString(),
            "--base-port",
            Integer.toString(base),
            "--http-port",
            Integer.toString(base + REPLICAS));
    assertThat(QuorateCommand.quietly(arguments)).isZero();
    for (int i = 0; i < REPLICAS; i++) {
      set(i, "quorate.persistence.append.journal.segment-size = 4 MiB");
      set(i, "quorate.registries.check-interval = 1s");
      for (var setting : settings) {
        set(i, setting);
      }
    }
  }

  /** The group in hexadecimal digits. */
  String group() {
    return Canonical.clusterId(new GroupDirectory(root).genesis()).genesis().toHex();
  }

  GroupDirectory directory() {
    return new GroupDirectory(root);
  }

  void set(int replica, String line) throws IOException {
    var file = root.resolve("replica-" + replica).resolve("application.conf");
    Files.writeString(file, line + "\n", StandardOpenOption.APPEND);
  }

  void start(int... replicas) {
    for (int replica : replicas) {
      var home = root.resolve("replica-" + replica);
      nodes.put(replica, QuorateNode.start(home, new KeyValueStore()));
    }
  }

  /** From its next start on, the replica listens where the genesis record does not know it. */
  void move(int replica) throws IOException {
    set(replica, "quorate.replica.port = " + TestGroup.freePorts(1).get(0));
  }

  QuorateNode node(int replica) {
    return nodes.get(replica);
  }

  void awaitReady() {
    await().atMost(PATIENCE).until(() -> nodes.values().stream().allMatch(NodesInProcess::isReady));
  }

  static boolean isReady(QuorateNode node) {
    return node.status().toCompletableFuture().join().isReady();
  }

  /** Writes through this replica's gateway; how many writes there were. */
  long put(int replica, String value) throws Exception {
    var node = nodes.get(replica);
    var operation = new KeyValueOperation.Put(Bytes.utf8("key"), Bytes.utf8(value));
    var reply =
        AskPattern.<BftClient.Command, Reply>askWithStatus(
                node.client(),
                replyTo -> new BftClient.Submit(KeyValueRequest.of(operation).encode(), replyTo),
                PATIENCE,
                node.system().scheduler())
            .toCompletableFuture()
            .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    return ((KeyValueResult.Written) KeyValueResult.decode(reply.result()).orElseThrow()).version();
  }

  void stop(int replica) {
    nodes
        .remove(replica)
        .stop()
        .toCompletableFuture()
        .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
        .join();
  }

  @Override
  public void close() {
    while (!nodes.isEmpty()) {
      stop(nodes.firstKey());
    }
  }
}
