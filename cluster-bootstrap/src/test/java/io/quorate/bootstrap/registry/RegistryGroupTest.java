package io.quorate.bootstrap.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quorate.bootstrap.TestGroup;
import io.quorate.bootstrap.cli.QuorateCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.cluster.Cluster;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole groups that find each other by each kind of registry. */
@Tag("slow")
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RegistryGroupTest {

  @TempDir Path folder;

  @Test
  void with_a_static_list_a_group_works_and_nothing_of_pekkos_listens() throws Exception {
    try (var nodes = new NodesInProcess(folder, "quorate.registry = static")) {
      nodes.start(0, 1, 2, 3);
      nodes.awaitReady();
      assertThat(nodes.put(0, "a")).isEqualTo(1);
      var system = Adapter.toClassic(nodes.node(0).system());
      assertThat(system.settings().config().getString("pekko.actor.provider")).isEqualTo("local");
      assertThat(system.hasExtension(Cluster.lookup())).isFalse();
      await().atMost(NodesInProcess.PATIENCE).until(() -> nodes.node(0).registry().passing() == 4);
      assertThat(nodes.node(0).registry().kind()).isEqualTo("static");
    }
  }

  /** All moved, so that neither the genesis record nor a list of seeds could help. */
  @Test
  void with_etcd_replicas_that_moved_find_each_other_and_make_one_cluster() throws Exception {
    int port = TestGroup.freePorts(1).get(0);
    try (var etcd = RealServer.etcd(port, folder.resolve("etcd"));
        var nodes =
            new NodesInProcess(
                folder,
                "quorate.registry = etcd",
                "quorate.registries.etcd.endpoints = [\"http://127.0.0.1:" + port + "\"]")) {
      assertThat(etcd).isNotNull();
      for (int i = 0; i < NodesInProcess.REPLICAS; i++) {
        nodes.move(i);
      }
      nodes.start(0, 1, 2, 3);
      nodes.awaitReady();
      assertThat(nodes.put(0, "a")).isEqualTo(1);
      awaitOneCluster(nodes);
      etcd.stop();
      await()
          .atMost(NodesInProcess.PATIENCE)
          .until(() -> !nodes.node(0).registry().problem().isEmpty());
      assertThat(nodes.put(0, "without etcd")).isEqualTo(2);
      etcd.start();
      await()
          .atMost(NodesInProcess.PATIENCE)
          .until(() -> nodes.node(0).registry().problem().isEmpty());
    }
  }

  @Test
  void with_dns_replicas_make_one_cluster() throws Exception {
    int port = TestGroup.freePorts(1).get(0);
    var hosts = folder.resolve("hosts");
    Files.writeString(hosts, "127.0.0.1 peers.test\n");
    try (var nodes = new NodesInProcess(folder)) {
      var names =
          nodes.directory().genesis().members().stream()
              .map(each -> each.address().substring(each.address().lastIndexOf(':')))
              .map(own -> "\"dns://127.0.0.1:" + port + "/peers.test" + own + "\"")
              .toList();
      for (int i = 0; i < NodesInProcess.REPLICAS; i++) {
        nodes.set(i, "quorate { registry = dns, registries.dns.names = " + names + " }");
      }
      try (var dns = RealServer.dns(port, hosts, List.of())) {
        assertThat(dns).isNotNull();
        nodes.start(0, 1, 2, 3);
        nodes.awaitReady();
        assertThat(nodes.put(0, "a")).isEqualTo(1);
        awaitOneCluster(nodes);
      }
    }
  }

  private static void awaitOneCluster(NodesInProcess nodes) {
    for (int i = 0; i < NodesInProcess.REPLICAS; i++) {
      var cluster = Cluster.get(Adapter.toClassic(nodes.node(i).system()));
      await().atMost(NodesInProcess.PATIENCE).until(() -> up(cluster) == 4);
    }
  }

  private static long up(Cluster cluster) {
    long up = 0;
    for (var member : cluster.state().getMembers()) {
      up += member.status().equals(org.apache.pekko.cluster.MemberStatus.up()) ? 1 : 0;
    }
    return up;
  }

  @Test
  void a_registry_that_nobody_knows_ends_a_start_with_one_sentence() throws Exception {
    try (var nodes = new NodesInProcess(folder, "quorate.registry = consul")) {
      var directory = nodes.directory().root().toString();
      var start = List.of("start", "--foreground", "--replica", "0", "--dir", directory);
      assertThat(QuorateCommand.quietly(start)).isEqualTo(2);
    }
  }
}
