package io.quorate.bootstrap.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import io.quorate.bootstrap.TestGroup;
import io.quorate.bootstrap.node.ConfigLayers;
import io.quorate.bootstrap.settings.Address;
import io.quorate.engine.spi.PeerEntry;
import io.quorate.engine.spi.PeerEntry.Health;
import io.quorate.engine.spi.PeerRegistry;
import io.quorate.engine.spi.PeerRegistryContract;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.testkit.javadsl.TestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two systems in one cluster; the second one's registry is tested. */
@Tag("slow")
class ClusterRegistryTest extends PeerRegistryContract {

  private final List<Integer> ports = TestGroup.freePorts(2);
  private ActorSystem first;
  private ActorSystem second;
  private ClusterRegistry watching;
  private ClusterRegistry registry;

  @BeforeEach
  void start() {
    first = system(ports.get(0));
    second = system(ports.get(1));
    watching = registry(first);
    registry = registry(second);
  }

  @AfterEach
  void stop() {
    TestKit.shutdownActorSystem(second);
    TestKit.shutdownActorSystem(first);
  }

  private ClusterRegistry registry(ActorSystem system) {
    return new ClusterRegistry(Adapter.toTyped(system), contacts(), ClusterRegistryTest::listens);
  }

  private Set<String> contacts() {
    return Set.of(first(), address());
  }

  private String first() {
    return "127.0.0.1:" + ports.get(0);
  }

  private static boolean listens(String address) {
    var to = Address.parse(address);
    try (var socket = new Socket(to.host(), to.port())) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private static Set<String> addresses(PeerRegistry registry) {
    return registry.list().stream().map(PeerEntry::address).collect(Collectors.toSet());
  }

  @Override
  protected PeerRegistry registry() {
    return registry;
  }

  @Override
  protected String address() {
    return "127.0.0.1:" + ports.get(1);
  }

  /** As a node does as soon as it starts. */
  @Test
  void registering_at_once_founds_no_cluster_of_ones_own() {
    watching.register(PeerEntry.at(first()));
    registry.register(PeerEntry.at(address()));
    await().atMost(PATIENCE).until(() -> members(first) == 2 && members(second) == 2);
  }

  @Test
  void who_leaves_before_it_has_joined_is_gone_in_the_end() {
    registry.register(PeerEntry.at(address()));
    registry.deregister(address());
    await().atMost(PATIENCE).until(() -> !isListed(registry, address()));
    assertThat(isListed(watching, address())).isFalse();
  }

  /** Any member may say so of any other. */
  @Test
  void a_process_that_is_sent_away_from_the_cluster_goes_on() {
    watching.register(PeerEntry.at(first()));
    registry.register(PeerEntry.at(address()));
    await().atMost(PATIENCE).until(() -> members(first) == 2 && members(second) == 2);
    Cluster.get(first).leave(Cluster.get(second).selfAddress());
    await().atMost(PATIENCE).until(() -> Cluster.get(second).isTerminated());
    var shutdown = CoordinatedShutdown.get(second);
    shutdown.runAll(CoordinatedShutdown.clusterLeavingReason()).toCompletableFuture().join();
    assertThat(second.getWhenTerminated().toCompletableFuture()).isNotDone();
  }

  private static long members(ActorSystem system) {
    return Cluster.get(system).state().members().size();
  }

  @Test
  void members_see_each_other_come_and_go() {
    watching.register(PeerEntry.at(first()));
    registry.register(PeerEntry.at(address()));
    await().atMost(PATIENCE).until(() -> addresses(watching).equals(contacts()));
    await().atMost(PATIENCE).until(() -> addresses(registry).equals(contacts()));
    registry.deregister(address());
    await().atMost(PATIENCE).until(() -> !isListed(watching, address()));
  }

  /** The first by address would found the cluster, and is not there. */
  @Test
  void without_the_first_that_is_listed_the_first_that_answers_founds_the_cluster() {
    var dead = TestGroup.freePorts(1).get(0);
    var listed = Set.of("127.0.0.0:" + dead, first(), address());
    watching.stop().toCompletableFuture().join();
    registry.stop().toCompletableFuture().join();
    watching = new ClusterRegistry(Adapter.toTyped(first), listed, ClusterRegistryTest::listens);
    registry = new ClusterRegistry(Adapter.toTyped(second), listed, ClusterRegistryTest::listens);
    watching.register(PeerEntry.at(first()));
    registry.register(PeerEntry.at(address()));
    await()
        .atMost(PATIENCE.multipliedBy(2))
        .until(() -> members(first) == 2 && members(second) == 2);
  }

  /** As a replica that moved: its new address may come before all others. */
  @Test
  void who_is_not_listed_founds_no_cluster_of_its_own_while_others_answer() {
    var early = Integer.parseInt(first().substring(first().indexOf(':') + 1));
    var late = Integer.parseInt(address().substring(address().indexOf(':') + 1));
    assertThat(early).as("the one that is not listed comes first").isLessThan(late);
    var listed = Set.of(address());
    watching.stop().toCompletableFuture().join();
    registry.stop().toCompletableFuture().join();
    watching = new ClusterRegistry(Adapter.toTyped(first), listed, ClusterRegistryTest::listens);
    registry = new ClusterRegistry(Adapter.toTyped(second), listed, ClusterRegistryTest::listens);
    watching.register(PeerEntry.at(first()));
    registry.register(PeerEntry.at(address()));
    await().atMost(PATIENCE).until(() -> members(first) == 2 && members(second) == 2);
  }

  @Test
  void who_answers_no_heartbeats_is_listed_as_not_serving() {
    watching.register(PeerEntry.at(first()));
    registry.register(PeerEntry.at(address()));
    await().atMost(PATIENCE).until(() -> members(first) == 2 && members(second) == 2);
    second.terminate();
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                watching.list().stream()
                    .anyMatch(
                        each ->
                            each.address().equals(address())
                                && each.health() == Health.NOT_SERVING));
  }

  private ActorSystem system(int port) {
    Map<String, Object> values =
        Map.of(
            "pekko.remote.artery.transport",
            "tcp",
            "pekko.remote.artery.canonical.hostname",
            "127.0.0.1",
            "pekko.remote.artery.canonical.port",
            port);
    return ActorSystem.create("quorate", ConfigLayers.over(ConfigFactory.parseMap(values)));
  }
}
