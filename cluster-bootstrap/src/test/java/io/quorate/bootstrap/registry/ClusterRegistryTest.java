package io.quorate.bootstrap.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import io.quorate.bootstrap.TestGroup;
import io.quorate.bootstrap.node.ConfigLayers;
import io.quorate.engine.spi.PeerRegistry;
import io.quorate.engine.spi.PeerRegistryContract;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final List<Integer> ports = TestGroup.freePorts(2);
  private ActorSystem first;
  private ActorSystem second;
  private ClusterRegistry watching;
  private ClusterRegistry registry;

  @BeforeEach
  void start() {
    first = system(ports.get(0));
    second = system(ports.get(1));
    watching = new ClusterRegistry(Adapter.toTyped(first));
    registry = new ClusterRegistry(Adapter.toTyped(second));
  }

  @AfterEach
  void stop() {
    TestKit.shutdownActorSystem(second);
    TestKit.shutdownActorSystem(first);
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
    watching.register("127.0.0.1:" + ports.get(0));
    registry.register(address());
    await().atMost(PATIENCE).until(() -> members(first) == 2 && members(second) == 2);
  }

  @Test
  void who_leaves_before_it_has_joined_is_gone_in_the_end() {
    registry.register(address());
    registry.deregister(address());
    await().atMost(PATIENCE).until(() -> Cluster.get(second).isTerminated());
    await().atMost(PATIENCE).until(() -> !registry.list().contains(address()));
    assertThat(watching.list()).doesNotContain(address());
  }

  /** Any member may say so of any other. */
  @Test
  void a_process_that_is_sent_away_from_the_cluster_goes_on() {
    watching.register("127.0.0.1:" + ports.get(0));
    registry.register(address());
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
    var both = Set.of("127.0.0.1:" + ports.get(0), address());
    await().atMost(PATIENCE).until(() -> watching.list().equals(both));
    await().atMost(PATIENCE).until(() -> registry.list().equals(both));
    registry.deregister(address());
    await().atMost(PATIENCE).until(() -> !watching.list().contains(address()));
  }

  private ActorSystem system(int port) {
    Map<String, Object> values =
        Map.of(
            "pekko.remote.artery.transport",
            "tcp",
            "pekko.remote.artery.canonical.hostname",
            "127.0.0.1",
            "pekko.remote.artery.canonical.port",
            port,
            "pekko.cluster.seed-nodes",
            List.of("pekko://quorate@127.0.0.1:" + ports.get(0)));
    return ActorSystem.create("quorate", ConfigLayers.over(ConfigFactory.parseMap(values)));
  }
}
