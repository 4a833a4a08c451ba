package io.quorate.bootstrap.membership;

import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import io.quorate.bootstrap.TestGroup;
import io.quorate.bootstrap.node.ConfigLayers;
import io.quorate.bootstrap.registry.ClusterRegistry;
import io.quorate.engine.crypto.SignatureScheme;
import io.quorate.engine.crypto.Signer;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.spi.PeerEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.AddressFromURIString;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.MemberStatus;

/** Actor systems of four replicas in one Pekko cluster, without replicas in them. */
final class ClusterOfFour implements AutoCloseable {

  static final Duration PATIENCE = Duration.ofSeconds(25);

  final TestGroup group = TestGroup.of(4, SignatureScheme.ED25519);
  private final boolean guarded;
  private final TreeMap<Integer, ActorSystem> systems = new TreeMap<>();
  private final TreeMap<Integer, String> addresses = new TreeMap<>();
  private Set<Integer> listed = Set.of(0, 1, 2, 3);
  private final List<ActorSystem> all = new ArrayList<>();

  ClusterOfFour(boolean guarded) {
    this.guarded = guarded;
    group.genesis().members().forEach(each -> addresses.put(each.id().value(), each.address()));
  }

  /** Whom a registry lists; all by default. */
  void list(Integer... replicas) {
    listed = Set.of(replicas);
  }

  /** Starts a replica's actor system and has it join, as a node does. */
  ActorSystem start(int replica) {
    return join(
        replica, system(replica, GuardedClusterSerializer.class, group.key(replica).signer()));
  }

  ActorSystem start(int replica, Class<?> serializer) {
    return join(replica, system(replica, serializer, group.key(replica).signer()));
  }

  private ActorSystem join(int replica, ActorSystem system) {
    systems.put(replica, system);
    var contacts = listed.stream().map(addresses::get).collect(Collectors.toSet());
    var registry = new ClusterRegistry(Adapter.toTyped(system), contacts, address -> true);
    registry.register(PeerEntry.at(addresses.get(replica)));
    return system;
  }

  /** A system in a replica's name that has not joined. */
  ActorSystem system(int replica, Class<?> serializer, Signer signer) {
    var port = addresses.get(replica).substring(addresses.get(replica).lastIndexOf(':') + 1);
    Map<String, Object> values = new HashMap<>();
    values.put("pekko.remote.artery.transport", "tcp");
    values.put("pekko.remote.artery.canonical.hostname", "127.0.0.1");
    values.put("pekko.remote.artery.canonical.port", port);
    values.put("pekko.cluster.seed-node-timeout", "1s");
    values.put("pekko.cluster.gossip-interval", "200ms");
    values.put("pekko.cluster.leader-actions-interval", "200ms");
    values.put("pekko.cluster.unreachable-nodes-reaper-interval", "200ms");
    values.put("pekko.cluster.roles", List.of("replica-" + replica));
    if (guarded) {
      values.put("pekko.actor.serializers.pekko-cluster", serializer.getName());
      values.put("pekko.actor.serialization-identifiers", Map.of(serializer.getName(), 5));
    }
    var identity =
        new MembershipIdentity(
            group.genesis(), new ReplicaId(replica), signer, System.currentTimeMillis());
    var config = ConfigLayers.over(ConfigFactory.parseMap(values));
    var system =
        ActorSystem.create(
            "quorate", ActorSystemSetup.create(BootstrapSetup.create(config), identity));
    all.add(system);
    return system;
  }

  /** From its next start on, the replica is somewhere else. */
  void move(int replica) {
    addresses.put(replica, "127.0.0.1:" + TestGroup.freePorts(1).get(0));
  }

  void end(int replica) {
    var system = systems.remove(replica);
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().join();
  }

  ActorSystem system(int replica) {
    return systems.get(replica);
  }

  Cluster cluster(int replica) {
    return Cluster.get(systems.get(replica));
  }

  org.apache.pekko.actor.Address address(int replica) {
    return AddressFromURIString.parse("pekko://quorate@" + addresses.get(replica));
  }

  long refusedBy(int replica) {
    return systems
        .get(replica)
        .settings()
        .setup()
        .get(MembershipIdentity.class)
        .orElseThrow()
        .refused();
  }

  /** Sends to the daemon of a replica's cluster extension. */
  void tell(ActorSystem from, int to, Object message) {
    from.actorSelection(address(to) + "/system/cluster/core/daemon")
        .tell(message, ActorRef.noSender());
  }

  /** Replicas that one replica sees up, by their roles. */
  Set<String> up(int replica) {
    return cluster(replica).state().members().isEmpty()
        ? Set.of()
        : java.util.stream.StreamSupport.stream(
                cluster(replica).state().getMembers().spliterator(), false)
            .filter(each -> each.status().equals(MemberStatus.up()))
            .flatMap(each -> each.getRoles().stream())
            .filter(role -> role.startsWith("replica-"))
            .collect(Collectors.toSet());
  }

  int members(int replica) {
    return cluster(replica).state().members().size();
  }

  /** Waits until these see each other up, and nobody else. */
  void awaitUp(int... replicas) {
    var roles = new ArrayList<String>();
    for (int replica : replicas) {
      roles.add("replica-" + replica);
    }
    for (int replica : replicas) {
      await()
          .atMost(PATIENCE)
          .until(
              () -> up(replica).equals(Set.copyOf(roles)) && members(replica) == replicas.length);
    }
  }

  @Override
  public void close() {
    all.forEach(ActorSystem::terminate);
    all.forEach(each -> each.getWhenTerminated().toCompletableFuture().join());
  }
}
