package io.quorate.bootstrap.cli;

import io.quorate.bootstrap.access.ReplicaStarter;
import io.quorate.bootstrap.cli.group.CommandFailure;
import io.quorate.bootstrap.cli.group.GroupDirectory;
import io.quorate.bootstrap.cli.group.GroupFounder;
import io.quorate.bootstrap.cli.group.GroupPlan;
import io.quorate.bootstrap.cli.group.Providers;
import io.quorate.bootstrap.cli.group.StatusClient;
import io.quorate.bootstrap.node.Node;
import io.quorate.engine.crypto.SignatureScheme;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;

/**
 * Starts a throw-away group in this process, asks it something, has it change views in both ways
 * and stops it. Run once after a build with {@code -XX:ArchiveClassesAtExit}, so that later starts,
 * first requests and first view changes find their classes loaded and checked.
 */
@Command(name = "rehearse", hidden = true)
final class RehearseCommand implements Callable<Integer> {

  private static final int REPLICAS = 4;
  private static final int PORTS = 8;
  private static final int HIGHEST_BASE = 65_000;
  private static final int STOP_SECONDS = 20;
  private static final int ASKED_MEANWHILE = 40;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Override
  public Integer call() throws Exception {
    var directory = Files.createTempDirectory("quorate-rehearsal");
    try {
      return play(found(directory)) ? 0 : CommandFailure.FAILED;
    } finally {
      delete(directory);
    }
  }

  private static GroupDirectory found(Path directory) throws IOException {
    var group = new GroupDirectory(directory);
    int port = Math.min(freePort(), HIGHEST_BASE);
    var ports = new GroupPlan.Ports(port, port + PORTS);
    var hosts = List.of("127.0.0.1");
    new GroupFounder(
            group,
            new GroupPlan("rehearsal", REPLICAS, hosts, SignatureScheme.ED25519, ports, 1, true))
        .found();
    return group;
  }

  private static boolean play(GroupDirectory group) throws Exception {
    var nodes = new ArrayList<Node>();
    try {
      for (int i = 0; i < REPLICAS; i++) {
        nodes.add(Node.start(group.settings(i), Providers.one(ReplicaStarter.class)));
      }
      return agree(group)
          && say(group, "put", "colour", "red")
          && say(group, "get", "colour")
          && say(group, "status")
          && handOver(group)
          && loseThePrimary(group, nodes);
    } finally {
      stop(nodes);
    }
  }

  private static boolean agree(GroupDirectory group) throws InterruptedException {
    var client = new StatusClient(group.http(0));
    long begin = System.nanoTime();
    while (!client.orders()) {
      if (System.nanoTime() - begin > PATIENCE.toNanos()) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(StatusClient.POLL_MILLIS);
    }
    return true;
  }

  /** While there is something to order, so that there are certificates to show. */
  private static boolean handOver(GroupDirectory group) {
    var asked =
        CompletableFuture.supplyAsync(
            () ->
                IntStream.range(0, ASKED_MEANWHILE)
                    .allMatch(i -> say(group, "put", "number", Integer.toString(i))));
    boolean done = say(group, "hand-over");
    return asked.join() && done;
  }

  /** The one that was handed over to, so that the others wait in vain. */
  private static boolean loseThePrimary(GroupDirectory group, List<Node> nodes) throws Exception {
    stop(List.of(nodes.remove(1)));
    return say(group, "put", "colour", "blue");
  }

  private static boolean say(GroupDirectory group, String... words) {
    var line = new ArrayList<>(List.of(words));
    line.addAll(List.of("--dir", group.root().toString()));
    return QuorateCommand.quietly(line) == 0;
  }

  private static void stop(List<Node> nodes) throws Exception {
    CompletableFuture.allOf(
            nodes.stream()
                .map(node -> node.stop().toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new))
        .get(STOP_SECONDS, TimeUnit.SECONDS);
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void delete(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
