package io.quorate.engine.replica;

import io.quorate.engine.core.viewchange.CoordinatorCore;
import io.quorate.engine.core.viewchange.CoordinatorCore.Observation;
import io.quorate.engine.core.viewchange.CoordinatorCore.Order;
import io.quorate.engine.core.viewchange.CoordinatorCore.State;
import io.quorate.engine.crypto.Verified;
import io.quorate.engine.model.View;
import io.quorate.engine.model.message.Message.NewView;
import io.quorate.engine.model.message.Message.ViewChange;
import io.quorate.engine.replica.ingress.Rejections;
import io.quorate.engine.replica.link.PeerLinks;
import io.quorate.engine.spi.Clock;
import io.quorate.engine.spi.EngineMetrics;
import io.quorate.engine.spi.Meter;
import io.quorate.engine.spi.Transport.Lane;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.BehaviorBuilder;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * Decides when the view must change; the replica alone stops, signs and installs.
 *
 * <pre>
 *   watching ──time-out, proof, or f + 1 view changes──▶ collecting
 *   collecting ──quorum──▶ proposing (the next primary) or awaiting (a backup)
 *   proposing, awaiting ──justified NEW-VIEW──▶ installing ──▶ watching
 *   awaiting ──time-out──▶ collecting, for the view after
 * </pre>
 */
public final class ViewChangeCoordinator {

  /** What it is told. */
  public sealed interface Command
      permits Resume, ViewChangeReceived, NewViewReceived, Observed, Suspected, Installed {}

  /** After a restart: this view is in force, or this one was wanted. */
  record Resume(View view, boolean changing) implements Command {}

  /** A VIEW-CHANGE; also the replica's own, once it is durable. */
  record ViewChangeReceived(Verified<ViewChange> change) implements Command {}

  /** A NEW-VIEW; also the replica's own, once it is durable. */
  record NewViewReceived(Verified<NewView> newView) implements Command {}

  /** How things stand; told at every tick. */
  record Observed(Observation seen) implements Command {}

  /** The primary of this view is proven faulty, or should hand over. */
  public record Suspected(View view, String why) implements Command {}

  /** The replica votes in this view. */
  record Installed(View view) implements Command {}

  /** What it is made of. */
  record Parts(
      CoordinatorCore core,
      ActorRef<Replica.Command> replica,
      ActorRef<PeerLinks.Command> links,
      Rejections rejections,
      Clock clock,
      Meter meter) {}

  private final ActorContext<Command> context;
  private final Parts parts;
  private final CoordinatorCore core;
  private final Meter.Distribution duration;
  private final Meter.Counter suspicions;
  private long begun;

  /** Empty until the replica knows its view: what peers say counts, and nothing is done. */
  private Optional<State> state = Optional.empty();

  private ViewChangeCoordinator(ActorContext<Command> context, Parts parts) {
    this.context = context;
    this.parts = parts;
    this.core = parts.core();
    this.duration = parts.meter().distribution(EngineMetrics.VIEW_CHANGE);
    this.suspicions = parts.meter().counter(EngineMetrics.SUSPICIONS);
    this.begun = parts.clock().nanos();
  }

  static Behavior<Command> create(Parts parts) {
    return Behaviors.setup(context -> new ViewChangeCoordinator(context, parts).watching());
  }

  private Behavior<Command> watching() {
    return table().onMessage(Suspected.class, this::onSuspected).build();
  }

  private Behavior<Command> collecting() {
    return deaf();
  }

  private Behavior<Command> proposing() {
    return deaf();
  }

  private Behavior<Command> awaiting() {
    return deaf();
  }

  private Behavior<Command> installing() {
    return deaf();
  }

  /** The primary is on its way out: suspecting it again changes nothing. */
  private Behavior<Command> deaf() {
    return table().onMessage(Suspected.class, again -> Behaviors.same()).build();
  }

  private BehaviorBuilder<Command> table() {
    return BehaviorBuilder.<Command>create()
        .onMessage(Resume.class, this::onResume)
        .onMessage(ViewChangeReceived.class, this::onWanted)
        .onMessage(NewViewReceived.class, this::onBegan)
        .onMessage(Observed.class, this::onObserved)
        .onMessage(Installed.class, this::onInstalled);
  }

  private Behavior<Command> onResume(Resume command) {
    core.resume(command.view(), command.changing(), parts.clock().nanos());
    core.takeOrders().forEach(this::carryOut);
    return enter(core.state());
  }

  private Behavior<Command> onWanted(ViewChangeReceived command) {
    core.onViewChange(command.change(), parts.clock().nanos());
    return next();
  }

  private Behavior<Command> onBegan(NewViewReceived command) {
    core.onNewView(command.newView());
    return next();
  }

  private Behavior<Command> onObserved(Observed command) {
    core.onTick(command.seen(), parts.clock().nanos());
    return next();
  }

  private Behavior<Command> onSuspected(Suspected command) {
    core.onSuspect(command.view(), command.why());
    return next();
  }

  private Behavior<Command> onInstalled(Installed command) {
    core.onInstalled(command.view(), parts.clock().nanos());
    return next();
  }

  /** Carries out what the core ordered and goes where it went. */
  private Behavior<Command> next() {
    var orders = core.takeOrders();
    if (state.isEmpty()) {
      return Behaviors.same();
    }
    orders.forEach(this::carryOut);
    return core.state() == state.get() ? Behaviors.same() : become(core.state());
  }

  private Behavior<Command> become(State next) {
    var last = state.orElseThrow();
    if (!last.mayBecome(next)) {
      throw new IllegalStateException(last + " may not become " + next + " in " + core.view());
    }
    context.getLog().info("{} -> {} in {}", last, next, core.view());
    parts
        .meter()
        .counter(EngineMetrics.COORDINATOR_TRANSITIONS, last.toString(), next.toString())
        .increment();
    measure(last, next);
    return enter(next);
  }

  private void measure(State last, State next) {
    if (last == State.WATCHING) {
      begun = parts.clock().nanos();
    } else if (next == State.WATCHING) {
      duration.nanos(parts.clock().nanos() - begun);
    }
  }

  private Behavior<Command> enter(State next) {
    state = Optional.of(next);
    return switch (next) {
      case WATCHING -> watching();
      case COLLECTING -> collecting();
      case PROPOSING -> proposing();
      case AWAITING -> awaiting();
      case INSTALLING -> installing();
    };
  }

  private void carryOut(Order order) {
    if (order instanceof Order.StopVoting stop) {
      context.getLog().info("asks for {}: {}", stop.next(), stop.why());
      suspicions.increment();
      parts.replica().tell(new Replica.StopVoting(stop.next(), stop.why()));
    } else if (order instanceof Order.ProposeNewView propose) {
      parts.replica().tell(new Replica.ProposeNewView(propose.message(), propose.viewChanges()));
    } else if (order instanceof Order.Install install) {
      parts.replica().tell(new Replica.Install(install.view(), install.plan(), install.proof()));
    } else if (order instanceof Order.Repeat repeat) {
      parts.links().tell(new PeerLinks.Broadcast(repeat.viewChange(), Lane.BULK));
    } else if (order instanceof Order.Refuse refuse) {
      parts.rejections().rejected(refuse.why());
    }
  }
}
