package io.quorate.bootstrap.cli;

import io.quorate.bootstrap.access.ReplicaStarter;
import io.quorate.bootstrap.node.Node;
import io.quorate.engine.crypto.SignatureScheme;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;

/**
 * Starts one replica of a throw-away group, asks it something and stops it. Run once after a build
 * with {@code -XX:ArchiveClassesAtExit}, so that later starts find their classes loaded and
 * checked.
 */
@Command(name = "rehearse", hidden = true)
final class RehearseCommand implements Callable<Integer> {

  private static final int PORTS = 8;
  private static final int HIGHEST_BASE = 65_000;
  private static final int STOP_SECONDS = 20;

  @Override
  public Integer call() throws Exception {
    var directory = Files.createTempDirectory("quorate-rehearsal");
    try {
      int port = Math.min(freePort(), HIGHEST_BASE);
      var ports = new GroupPlan.Ports(port, port + PORTS);
      var group = new GroupDirectory(directory);
      var hosts = List.of("127.0.0.1");
      new GroupFounder(
              group, new GroupPlan("rehearsal", 4, hosts, SignatureScheme.ED25519, ports, false))
          .found();
      var node = Node.start(group.settings(0), Providers.one(ReplicaStarter.class));
      var answered = new StatusClient(group.http(0)).fetch();
      node.stop().toCompletableFuture().get(STOP_SECONDS, TimeUnit.SECONDS);
      return answered.isPresent() ? 0 : Refusal.FAILED;
    } finally {
      delete(directory);
    }
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
