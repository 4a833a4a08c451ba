package io.quorate.bootstrap.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.bootstrap.QuorateNode;
import io.quorate.bootstrap.TestGroup;
import io.quorate.bootstrap.cli.QuorateCommand;
import io.quorate.bootstrap.kv.KeyValueStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class NodeTest {

  @TempDir Path folder;

  @Test
  void a_replica_that_was_stopped_starts_again_in_the_same_actor_system() throws Exception {
    var directory = found();
    var system = system(directory);
    for (int start = 0; start < 3; start++) {
      var node = start(system, directory);
      assertThat(node.status().toCompletableFuture().get(20, TimeUnit.SECONDS).replica()).isZero();
      node.stop().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
    end(system);
  }

  @Test
  void a_start_that_fails_leaves_nothing_behind() throws Exception {
    var directory = found();
    var system = system(directory);
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var settings = Files.readString(settings(directory));
      set(directory, "quorate.http.port = " + taken.getLocalPort());
      assertThatThrownBy(() -> start(system, directory))
          .isInstanceOf(CannotStart.class)
          .hasMessageContaining("is in use");
      Files.writeString(settings(directory), settings);
    }
    var node = start(system, directory);
    node.stop().toCompletableFuture().get(20, TimeUnit.SECONDS);
    end(system);
  }

  @Test
  void a_bad_setting_leaves_nothing_behind() throws Exception {
    var directory = found();
    var settings = Files.readString(settings(directory));
    set(directory, "quorate.client.bundles.in-flight = 0");
    assertThatThrownBy(() -> QuorateNode.start(directory, new KeyValueStore()))
        .hasMessageContaining("quorate.client.bundles");
    Files.writeString(settings(directory), settings);
    var node = QuorateNode.start(directory, new KeyValueStore());
    node.stop().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private static QuorateNode start(ActorSystem system, Path directory) {
    return QuorateNode.start(Adapter.toTyped(system), directory, new KeyValueStore());
  }

  private static ActorSystem system(Path directory) {
    return ActorSystem.create(QuorateNode.SYSTEM, QuorateNode.setup(directory));
  }

  private static void end(ActorSystem system) throws Exception {
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private static Path settings(Path directory) {
    return directory.resolve("application.conf");
  }

  private static void set(Path directory, String line) throws IOException {
    Files.writeString(settings(directory), line + "\n", StandardOpenOption.APPEND);
  }

  private Path found() throws IOException {
    var cluster = folder.resolve("cluster");
    var arguments =
        List.of(
            "init",
            "--dir",
            cluster.toString(),
            "--base-port",
            Integer.toString(TestGroup.freePorts(1).get(0)),
            "--http-port",
            Integer.toString(TestGroup.freePorts(1).get(0)));
    assertThat(QuorateCommand.quietly(arguments)).isZero();
    var directory = cluster.resolve("replica-0");
    set(directory, "quorate.persistence.append.journal.segment-size = 4 MiB");
    return directory;
  }
}
