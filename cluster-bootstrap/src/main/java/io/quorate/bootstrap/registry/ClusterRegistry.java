package io.quorate.bootstrap.registry;

import io.quorate.engine.spi.PeerRegistry;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.ClusterEvent.MemberDowned;
import org.apache.pekko.cluster.ClusterEvent.MemberEvent;
import org.apache.pekko.cluster.ClusterEvent.MemberExited;
import org.apache.pekko.cluster.ClusterEvent.MemberLeft;
import org.apache.pekko.cluster.ClusterEvent.MemberRemoved;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.apache.pekko.cluster.typed.Leave;
import org.apache.pekko.cluster.typed.Subscribe;
import org.apache.pekko.cluster.typed.Unsubscribe;
import org.apache.pekko.pattern.Patterns;

/**
 * Pekko Cluster's membership as a list of addresses. Registering this process's own address founds
 * a cluster, unless its settings name seed nodes, where it joins by itself; deregistering it
 * leaves. Other addresses are noted here only: a member cannot be made by somebody else.
 */
public final class ClusterRegistry implements PeerRegistry {

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final String SEEDS = "pekko.cluster.seed-nodes";
  private static final String DISPATCHER = "pekko.actor.membership-dispatcher";

  private final Watchers watchers = new Watchers();
  private final Cluster cluster;
  private final boolean joinsByItself;
  private final ActorRef<MemberEvent> listener;
  private volatile boolean left;

  public ClusterRegistry(ActorSystem<?> system) {
    cluster = Cluster.get(system);
    joinsByItself = !system.settings().config().getStringList(SEEDS).isEmpty();
    listener =
        system.systemActorOf(
            listening(), "quorate-registry", DispatcherSelector.fromConfig(DISPATCHER));
    cluster.subscriptions().tell(Subscribe.create(listener, MemberEvent.class));
  }

  /** Listens no more; done when another one may listen in this actor system. */
  public CompletionStage<?> close() {
    cluster.subscriptions().tell(new Unsubscribe<>(listener));
    return Patterns.gracefulStop(Adapter.toClassic(listener), PATIENCE);
  }

  private Behavior<MemberEvent> listening() {
    return Behaviors.receive(MemberEvent.class)
        .onMessage(MemberRemoved.class, this::onGone)
        .onMessage(MemberExited.class, this::onGone)
        .onMessage(MemberDowned.class, this::onGone)
        .onMessage(MemberLeft.class, this::onGone)
        .onMessage(MemberEvent.class, this::onThere)
        .build();
  }

  private Behavior<MemberEvent> onGone(MemberEvent event) {
    watchers.remove(text(event.member().address()));
    return Behaviors.same();
  }

  /** Who leaves before it has joined joins all the same, and then leaves. */
  private Behavior<MemberEvent> onThere(MemberEvent event) {
    var address = event.member().address();
    if (left && address.equals(cluster.selfMember().address())) {
      cluster.manager().tell(Leave.create(address));
    } else {
      watchers.add(text(address));
    }
    return Behaviors.same();
  }

  private static String text(Address address) {
    return address.getHost().orElse("") + ":" + address.getPort().orElse(0);
  }

  @Override
  public void register(String address) {
    if (isOwn(address) && !joinsByItself) {
      cluster.manager().tell(Join.create(cluster.selfMember().address()));
    }
    watchers.add(address);
  }

  @Override
  public void deregister(String address) {
    if (isOwn(address)) {
      left = true;
      cluster.manager().tell(Leave.create(cluster.selfMember().address()));
    }
    watchers.remove(address);
  }

  private boolean isOwn(String address) {
    return text(cluster.selfMember().address()).equals(address);
  }

  @Override
  public Set<String> list() {
    return watchers.list();
  }

  @Override
  public AutoCloseable watch(Consumer<Set<String>> watcher) {
    return watchers.watch(watcher);
  }
}
