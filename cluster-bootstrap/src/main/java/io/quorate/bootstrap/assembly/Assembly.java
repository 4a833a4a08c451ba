package io.quorate.bootstrap.assembly;

import io.quorate.bootstrap.access.ReplicaStarter;
import io.quorate.bootstrap.metrics.BootstrapMetrics;
import io.quorate.bootstrap.registry.Registrar;
import io.quorate.bootstrap.registry.RegistrySettings;
import io.quorate.engine.client.BftClient;
import io.quorate.engine.client.ClientSettings;
import io.quorate.engine.codec.Canonical;
import io.quorate.engine.codec.MessageCodec;
import io.quorate.engine.crypto.BatchCheck;
import io.quorate.engine.crypto.KeyRing;
import io.quorate.engine.crypto.MessageSigner;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ClientId;
import io.quorate.engine.model.message.Message.Announcement;
import io.quorate.engine.replica.Replica;
import io.quorate.engine.replica.ReplicaParts;
import io.quorate.engine.replica.ReplicaSettings;
import io.quorate.engine.spi.Clock;
import io.quorate.persistence.Journals;
import io.quorate.persistence.log.JournalSettings;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.pattern.Patterns;

/** Puts a replica together from its parts and starts it. */
public final class Assembly implements ReplicaStarter {

  private static final String REPLICA = "quorate";
  private static final String GATEWAY = "quorate-gateway";

  private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  /** What may come while the client restarts: asks, and replies that mean nothing to it. */
  private static final int STASHED = 1_024;

  @Override
  public Started start(ActorSystem<?> system, Member member, Ports ports) {
    var cluster = Canonical.clusterId(member.genesis());
    var ring = KeyRing.of(member.genesis(), cluster);
    var top = new TopLevel(system);
    var asking = ClientSettings.from(member.settings());
    var parts = replicaParts(system, member, ports, ring);
    ActorRef<Replica.Command> replica =
        top.spawn(
            Replica.create(parts),
            REPLICA,
            DispatcherSelector.fromConfig("quorate.dispatchers.replica"));
    ActorRef<Object> gateway =
        top.spawn(
            restarting(() -> clientParts(member, ports.network(), ring, asking)),
            GATEWAY,
            DispatcherSelector.defaultDispatcher());
    var access =
        new LiveReplica(
            system,
            member.genesis(),
            replica,
            gateway.unsafeUpcast().narrow(),
            ports.meter().distribution(BootstrapMetrics.REPLY_QUORUM));
    var registrar =
        Registrar.start(
            new Registrar.Owner(ports.registry(), ports.network(), ring, announcement(parts, ring)),
            found -> replica.tell(new Replica.Hints(found)),
            access::status,
            RegistrySettings.checkInterval(member.settings()));
    access.registry(registrar::status);
    return new Started(
        access,
        operation -> LiveReplica.stale(system, replica, operation),
        () -> stop(replica, gateway, registrar));
  }

  /**
   * A client that fails is followed by one with a session of its own; what it had asked is lost.
   */
  static Behavior<Object> restarting(Supplier<BftClient.Parts> parts) {
    return Behaviors.supervise(Behaviors.setup(context -> BftClient.create(parts.get())))
        .onFailure(
            SupervisorStrategy.restartWithBackoff(SHORTEST_PAUSE, LONGEST_PAUSE, 0)
                .withStashCapacity(STASHED));
  }

  /** A replica's parts; also for what is measured against one. */
  public static ReplicaParts replicaParts(
      ActorSystem<?> system, Member member, Ports ports, KeyRing ring) {
    var storage = member.storage();
    var journals =
        storage.durable()
            ? Journals.durable(
                storage.data(), identity(member, ring), JournalSettings.from(member.settings()))
            : Journals.inMemory();
    return new ReplicaParts(
        new ReplicaParts.Identity(
            member.id(),
            new CountedSigner(member.identity().signer(), ports.meter()),
            incarnation(storage),
            ports.network().address(),
            storage.lost()),
        ring.checkedBy(() -> new CountedCheck(new BatchCheck(), ports.meter())),
        ports.application(),
        new ReplicaParts.Memory(journals.votes(), journals.commits(), journals.snapshots()),
        new ReplicaParts.World(ports.network().transport(), Clock.SYSTEM, ports.meter()),
        ReplicaSettings.from(member.settings()),
        system.dispatchers().lookup(DispatcherSelector.blocking())::execute);
  }

  /** What this replica says of itself in the registry, and to peers. */
  private static Bytes announcement(ReplicaParts parts, KeyRing ring) {
    var self = parts.identity();
    var codec = new MessageCodec(ring.cluster(), ring.configuration().id());
    return new MessageSigner(codec, self.id().value(), self.signer())
        .sign(new Announcement(self.id(), self.incarnation(), self.address()))
        .wire();
  }

  private static BftClient.Parts clientParts(
      Member member, Network network, KeyRing ring, ClientSettings settings) {
    return new BftClient.Parts(
        new BftClient.Self(
            ClientId.gatewayOf(member.id()),
            member.identity().signer(),
            Clock.SYSTEM.millis(),
            network.replyTo()),
        ring,
        BftClient.RequestTargets.all(ring),
        member.genesis().rules().limits(),
        new BftClient.World(network.transport(), Clock.SYSTEM, new SecureRandom()),
        settings);
  }

  private static String identity(Member member, KeyRing ring) {
    return ring.cluster().genesis().toHex() + "/replica-" + member.id().value();
  }

  /** A replica without a disk counts its lives by the clock. */
  private static long incarnation(Storage storage) {
    return storage.durable() ? storage.incarnation() : Clock.SYSTEM.millis();
  }

  private static CompletionStage<?> stop(
      ActorRef<Replica.Command> replica, ActorRef<Object> gateway, Registrar registrar) {
    registrar.close();
    return Patterns.gracefulStop(Adapter.toClassic(gateway), STOP_PATIENCE)
        .thenCompose(asked -> Patterns.gracefulStop(Adapter.toClassic(replica), STOP_PATIENCE));
  }
}
