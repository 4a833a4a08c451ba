package io.quorate.bootstrap.registry;

import io.quorate.engine.model.Bounded;
import io.quorate.engine.spi.PeerEntry;
import io.quorate.engine.spi.PeerEntry.Health;
import io.quorate.engine.spi.PeerEntry.Role;
import io.quorate.engine.spi.PeerList;
import io.quorate.engine.spi.PeerRegistry;
import io.quorate.engine.spi.RegistryEvent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.ClusterEvent.ClusterDomainEvent;
import org.apache.pekko.cluster.ClusterEvent.MemberDowned;
import org.apache.pekko.cluster.ClusterEvent.MemberEvent;
import org.apache.pekko.cluster.ClusterEvent.MemberExited;
import org.apache.pekko.cluster.ClusterEvent.MemberLeft;
import org.apache.pekko.cluster.ClusterEvent.MemberRemoved;
import org.apache.pekko.cluster.ClusterEvent.ReachableMember;
import org.apache.pekko.cluster.ClusterEvent.UnreachableMember;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Leave;
import org.apache.pekko.cluster.typed.Subscribe;
import org.apache.pekko.cluster.typed.Unsubscribe;
import org.apache.pekko.pattern.Patterns;

/**
 * Pekko Cluster's membership as a list. Registering this process's own address joins the cluster of
 * its contacts; deregistering it leaves. Other addresses are noted here only: a member cannot be
 * made by somebody else. Who answers no heartbeats is listed as not serving.
 */
public final class ClusterRegistry implements PeerRegistry {

  /** Its word in {@code quorate.registry}. */
  public static final String NAME = "cluster";

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final String DISPATCHER = "pekko.actor.membership-dispatcher";

  private final PeerList list = new PeerList();
  private final Cluster cluster;

  /** Gives each listener a name: one that has ended may keep its own for a moment. */
  private static final AtomicLong STARTED = new AtomicLong();

  @Bounded(by = Bounded.FIXED)
  private final Set<String> contacts;

  private final Predicate<String> answers;
  private final ActorRef<ClusterDomainEvent> listener;
  private volatile Optional<ClusterJoiner> joiner = Optional.empty();
  private volatile boolean left;
  private volatile boolean removed;

  /**
   * Listens; joins when this process registers itself.
   *
   * @param contacts where others of the group may be found first
   * @param answers whether a member of the group answers at an address; may wait
   */
  public ClusterRegistry(ActorSystem<?> system, Set<String> contacts, Predicate<String> answers) {
    this.cluster = Cluster.get(system);
    this.contacts = new TreeSet<>(contacts);
    this.answers = answers;
    listener =
        system.systemActorOf(
            listening(),
            "quorate-registry-" + STARTED.incrementAndGet(),
            DispatcherSelector.fromConfig(DISPATCHER));
    cluster.subscriptions().tell(Subscribe.create(listener, ClusterDomainEvent.class));
  }

  @Override
  public String name() {
    return NAME;
  }

  /** Listens no more; done when another one may listen in this actor system. */
  @Override
  public CompletionStage<?> stop() {
    joiner.ifPresent(ClusterJoiner::stop);
    cluster.subscriptions().tell(new Unsubscribe<>(listener));
    return Patterns.gracefulStop(Adapter.toClassic(listener), PATIENCE);
  }

  private Behavior<ClusterDomainEvent> listening() {
    return Behaviors.receive(ClusterDomainEvent.class)
        .onMessage(MemberRemoved.class, event -> gone(event.member()))
        .onMessage(MemberExited.class, event -> gone(event.member()))
        .onMessage(MemberDowned.class, event -> gone(event.member()))
        .onMessage(MemberLeft.class, event -> gone(event.member()))
        .onMessage(MemberEvent.class, event -> there(event.member(), Health.SERVING))
        .onMessage(UnreachableMember.class, event -> there(event.member(), Health.NOT_SERVING))
        .onMessage(ReachableMember.class, event -> there(event.member(), Health.SERVING))
        .onAnyMessage(event -> Behaviors.same())
        .build();
  }

  private Behavior<ClusterDomainEvent> gone(Member member) {
    var address = text(member.address());
    if (isOwn(address)) {
      removed = true;
      list.deregister(address);
    }
    list.lose(address);
    return Behaviors.same();
  }

  /** Who leaves before it has joined joins all the same, and then leaves. */
  private Behavior<ClusterDomainEvent> there(Member member, Health health) {
    var address = member.address();
    if (left && address.equals(cluster.selfMember().address())) {
      cluster.manager().tell(Leave.create(address));
    } else {
      list.find(new PeerEntry(text(address), role(member), health, Optional.empty()));
    }
    return Behaviors.same();
  }

  private static Role role(Member member) {
    return member.getRoles().stream().anyMatch(role -> role.startsWith("replica-"))
        ? Role.VOTER
        : Role.UNKNOWN;
  }

  private static String text(Address address) {
    return ClusterJoiner.text(address);
  }

  @Override
  public synchronized void register(PeerEntry own) {
    if (isOwn(own.address()) && joiner.isEmpty()) {
      joiner = Optional.of(new ClusterJoiner(cluster, () -> contacts, answers));
    }
    if (!removed) {
      list.register(own);
    }
  }

  @Override
  public void deregister(String address) {
    if (isOwn(address)) {
      left = true;
      joiner.ifPresent(ClusterJoiner::stop);
      cluster.manager().tell(Leave.create(cluster.selfMember().address()));
    }
    list.deregister(address);
  }

  private boolean isOwn(String address) {
    return text(cluster.selfMember().address()).equals(address);
  }

  @Override
  public List<PeerEntry> list() {
    return list.list();
  }

  @Override
  public AutoCloseable watch(Consumer<RegistryEvent> watcher) {
    return list.watch(watcher);
  }
}
