package io.quorate.engine.replica;

import io.quorate.engine.core.CoreRouter;
import io.quorate.engine.core.ReplicaCore;
import io.quorate.engine.core.agreement.NewViewPlan;
import io.quorate.engine.core.effect.Effect;
import io.quorate.engine.crypto.Verified;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Header;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.RequestId;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.View;
import io.quorate.engine.model.certificate.StableCheckpoint;
import io.quorate.engine.model.message.Message;
import io.quorate.engine.model.message.Message.NewView;
import io.quorate.engine.model.message.Message.Request;
import io.quorate.engine.spi.Clock;
import io.quorate.engine.spi.CommitLog;
import io.quorate.engine.spi.VoteLog;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.BehaviorBuilder;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * One member of the group: it performs the core's effects, and is the only one that casts votes.
 * Its behaviours are the modes of {@link Mode}; the four phases of a slot are the rows of {@link
 * #agreeing()} and the types of {@link io.quorate.engine.core.agreement.Slot}.
 */
public final class Replica {

  /** What it is told. */
  public sealed interface Command {}

  /** Something that the core alone must know. */
  sealed interface ForCore extends Command {
    void into(ReplicaCore core);
  }

  /** Verified messages about the order, as the verifier gathered them. */
  record Deliver(List<Verified<? extends Message>> messages) implements Command {}

  /** Requests that the pool took in. */
  record Admitted(List<Verified<Request>> requests) implements ForCore {
    @Override
    public void into(ReplicaCore core) {
      requests.forEach(core::onRequest);
    }
  }

  /** A request that the pool had no room for, or that may have been executed before. */
  record TurnedAway(Verified<Request> request) implements Command {}

  /** The coordinator: no more votes below this view. */
  record StopVoting(View next, String why) implements ForCore {
    @Override
    public void into(ReplicaCore core) {
      core.stopVoting(next);
    }
  }

  /** The coordinator: say that our view is justified. */
  record ProposeNewView(NewView message, List<Bytes> viewChanges) implements ForCore {
    @Override
    public void into(ReplicaCore core) {
      core.proposeNewView(message, viewChanges);
    }
  }

  /** The coordinator: this view is justified. */
  record Install(View view, NewViewPlan plan, List<Bytes> proof) implements ForCore {
    @Override
    public void into(ReplicaCore core) {
      core.install(view, plan, proof);
    }
  }

  /** Nobody listens where this peer did. */
  record Unreachable(ReplicaId peer) implements ForCore {
    @Override
    public void into(ReplicaCore core) {
      core.onUnreachable(peer);
    }
  }

  /** The executor applied a checkpoint's batch. */
  record CheckpointReached(Header header) implements ForCore {
    @Override
    public void into(ReplicaCore core) {
      core.onExecuted(header);
    }
  }

  /** The state up to here is on disk: the journals may forget. */
  record SnapshotSaved(SequenceNumber upTo) implements Command {}

  /** A transfer began: this replica is too far behind to vote. */
  record StateNeeded(SequenceNumber target) implements Command {}

  /** The executor put a fetched state in force. */
  record StateInstalled(StableCheckpoint checkpoint, Predicate<RequestId> executed)
      implements Command {}

  /** The transfer is over: this replica has come as far as it aimed. */
  record CaughtUp(SequenceNumber at) implements Command {}

  /** Where does this replica stand? */
  public record GetState(ActorRef<ReplicaState> replyTo) implements Command {}

  /** Something for one of the actors around the replica. */
  public sealed interface ForChild extends Command {}

  /** Looks at the state machine as it is here and now, without agreement. */
  public record ReadStale(Executor.Inquiry inquiry) implements ForChild {}

  /** Addresses at which a registry says that replicas may listen. */
  public record Hints(Set<String> addresses) implements ForChild {}

  /** The executor has come further by itself than the fetched state would bring it. */
  record StateSuperseded(SequenceNumber by) implements ForChild {}

  /**
   * Relieve the primary of this view, if it is still in force. One replica alone only stops voting;
   * f + 1 that are told bring the next view at once.
   */
  public record HandOver(View view, String why) implements ForChild {}

  private record Durable(VoteLog.Recorded recorded) implements Command {}

  private record FactsRecalled(VoteLog.Recalled recalled) implements Command {}

  private record DecisionsRecalled(CommitLog.Recalled recalled) implements Command {}

  private record StateRecovered(Executor.Recovered recovered) implements Command {}

  private enum Tick implements Command {
    NOW
  }

  private final ActorContext<Command> context;
  private final ReplicaParts parts;
  private final Clock clock;
  private final ModeMeter meter;
  private final SlotTimes times;
  private final ReplicaCore core;
  private final ChildRefs children;
  private final EffectInterpreter interpreter;
  private final ActorRef<VoteLog.Recorded> durable;
  private final ReplicaRecovery recovery = new ReplicaRecovery();
  private final ReplicaMonitor monitor;
  private final CoreRouter router;
  private Mode mode = Mode.RECOVERING;
  private String why = "reading the journals";
  private Optional<Mode> wanted = Optional.empty();

  private Replica(ActorContext<Command> context, ReplicaParts parts) {
    context.setLoggerName(Replica.class);
    var spawner = new ChildSpawner(context, parts);
    this.context = context;
    this.parts = parts;
    var rejections = spawner.rejections();
    this.clock = parts.world().clock();
    this.meter = new ModeMeter(parts.world().meter(), parts.configuration());
    this.times = new SlotTimes(clock, parts.world().meter(), parts.rules().window());
    this.core = spawner.core();
    this.children = spawner.spawn();
    this.monitor =
        new ReplicaMonitor(
            parts.identity().id(), core, children, clock, parts.settings().viewChangeTimeout());
    this.router =
        new CoreRouter(
            core, monitor::heard, strange -> rejections.reject("NotForAReplica", strange));
    this.interpreter = new EffectInterpreter(core, spawner, children, times, new Moves());
    this.durable = context.messageAdapter(VoteLog.Recorded.class, Durable::new);
    spawner.open(children, core.board());
  }

  /** Listens on its lanes as soon as its journals are read. */
  public static Behavior<Command> create(ReplicaParts parts) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  timers.startTimerWithFixedDelay(Tick.NOW, parts.settings().tick());
                  return new Replica(context, parts).begin();
                }));
  }

  private Behavior<Command> begin() {
    children.all().forEach(context::watch);
    children
        .voteLog()
        .tell(
            new VoteLog.Recall(context.messageAdapter(VoteLog.Recalled.class, FactsRecalled::new)));
    children
        .commitLog()
        .tell(
            new CommitLog.Recall(
                context.messageAdapter(CommitLog.Recalled.class, DecisionsRecalled::new)));
    children
        .executor()
        .tell(
            new Executor.Recover(
                context.messageAdapter(Executor.Recovered.class, StateRecovered::new)));
    return recovering();
  }

  private Behavior<Command> recovering() {
    return table()
        .onMessage(FactsRecalled.class, this::onFactsRecalled)
        .onMessage(DecisionsRecalled.class, this::onDecisionsRecalled)
        .onMessage(StateRecovered.class, this::onStateRecovered)
        .onAnyMessage(this::ignore)
        .build();
  }

  /** Normal operation: four phases a slot. */
  private Behavior<Command> agreeing() {
    return active()
        .onMessage(Admitted.class, this::onForCore) // 1 request
        .onMessage(Deliver.class, this::onDeliver) // 2 pre-prepare, 3 prepare, 4 commit
        .onMessage(ProposeNewView.class, this::ignore)
        .onMessage(ForCore.class, this::onForCore)
        .onAnyMessage(this::ignore)
        .build();
  }

  /** No votes of its own, or none below the wanted view; those of others still decide. */
  private Behavior<Command> viewChanging() {
    return active()
        .onMessage(Deliver.class, this::onDeliver)
        .onMessage(ForCore.class, this::onForCore)
        .onAnyMessage(this::ignore)
        .build();
  }

  private BehaviorBuilder<Command> active() {
    return table()
        .onMessage(Durable.class, this::onDurable)
        .onMessage(StateNeeded.class, this::onStateNeeded)
        .onMessage(StateInstalled.class, this::onStateInstalled)
        .onMessage(Tick.class, this::onTick);
  }

  private Behavior<Command> halted() {
    return table().onAnyMessage(this::ignore).build();
  }

  /** The rows of every mode. */
  private BehaviorBuilder<Command> table() {
    return BehaviorBuilder.<Command>create()
        .onSignal(
            ChildFailed.class,
            failed -> halt(Reasons.of(failed.getRef().path().name(), failed.getCause())))
        .onSignal(Terminated.class, gone -> halt("lost " + gone.getRef().path().name()))
        .onMessage(GetState.class, this::onGetState)
        .onMessage(TurnedAway.class, this::onTurnedAway)
        .onMessage(CaughtUp.class, this::onCaughtUp)
        .onMessage(SnapshotSaved.class, this::onSnapshotSaved)
        .onMessage(ForChild.class, this::onForNeighbour);
  }

  private Behavior<Command> onForNeighbour(ForChild command) {
    children.pass(command);
    return Behaviors.same();
  }

  private Behavior<Command> ignore(Command command) {
    meter.ignored(command);
    return Behaviors.same();
  }

  private Behavior<Command> onFactsRecalled(FactsRecalled command) {
    recovery.facts(command.recalled().facts());
    return recovered();
  }

  private Behavior<Command> onDecisionsRecalled(DecisionsRecalled command) {
    recovery.decisions(command.recalled().decisions());
    return recovered();
  }

  private Behavior<Command> onStateRecovered(StateRecovered command) {
    recovery.state(command.recovered());
    return recovered();
  }

  private Behavior<Command> recovered() {
    var found = recovery.result();
    if (found.isEmpty()) {
      return Behaviors.same();
    }
    now();
    core.recall(found.get().memory());
    found.get().tell(children, core.stable());
    children.transfer().tell(new StateTransfer.StateReached(core.executed()));
    boolean changing = !core.isVoting();
    children.coordinator().tell(new ViewChangeCoordinator.Resume(core.view(), changing));
    var learns = found.get().whyItLearns(parts.identity().learner());
    if (learns.isPresent()) {
      core.learn();
      return become(Mode.LEARNING, learns.get());
    }
    return become(
        changing ? Mode.VIEW_CHANGING : Mode.AGREEING,
        "journals read, executed up to " + core.executed());
  }

  /**
   * Room is a matter of each pool; what a slot waits for comes in, or the slot would never go on.
   */
  private Behavior<Command> onTurnedAway(TurnedAway command) {
    if (mode == Mode.RECOVERING
        || mode == Mode.HALTED
        || !core.wants(command.request().message().digest())) {
      return Behaviors.same();
    }
    now();
    core.onRequest(command.request());
    return go();
  }

  private Behavior<Command> onForCore(ForCore command) {
    now();
    command.into(core);
    return go();
  }

  private Behavior<Command> onDeliver(Deliver command) {
    now();
    command.messages().forEach(router::deliver);
    return go();
  }

  private Behavior<Command> onDurable(Durable command) {
    now();
    interpreter.release().forEach(core::onOwn);
    return go();
  }

  /** Within the window votes still reach this replica, so that it goes on meanwhile. */
  private Behavior<Command> onStateNeeded(StateNeeded command) {
    long behind = command.target().value() - core.stable().sequence().value();
    return mode == Mode.LEARNING || mode == Mode.CATCHING_UP || behind <= parts.rules().window()
        ? Behaviors.same()
        : become(Mode.CATCHING_UP, "fetching the state of " + command.target());
  }

  private Behavior<Command> onStateInstalled(StateInstalled command) {
    now();
    if (command.checkpoint().sequence().isAfter(core.executed())) {
      core.installState(command.checkpoint(), command.executed());
      children.pool().tell(new RequestPool.Restored(command.executed()));
    } else {
      core.onExecuted(command.checkpoint().header());
    }
    children.transfer().tell(new StateTransfer.StateReached(command.checkpoint().sequence()));
    return go();
  }

  private Behavior<Command> onCaughtUp(CaughtUp command) {
    return mode == Mode.CATCHING_UP
        ? become(
            core.isVoting() ? Mode.AGREEING : Mode.VIEW_CHANGING,
            "has the state of " + command.at())
        : Behaviors.same();
  }

  private Behavior<Command> onSnapshotSaved(SnapshotSaved command) {
    children.voteLog().tell(new VoteLog.Trim(command.upTo()));
    children.commitLog().tell(new CommitLog.Trim(command.upTo()));
    return Behaviors.same();
  }

  private Behavior<Command> onTick(Tick tick) {
    now();
    core.onTick();
    monitor.onTick();
    times.onTick();
    meter.onTick(core.view(), monitor.reachable(), monitor.oldestNanos());
    return go();
  }

  private Behavior<Command> onGetState(GetState command) {
    command.replyTo().tell(monitor.state(mode, why));
    return Behaviors.same();
  }

  private void now() {
    core.at(clock.nanos(), clock.millis());
  }

  /** Proposes what can be, performs all effects, and goes where they led. */
  private Behavior<Command> go() {
    if (mode != Mode.CATCHING_UP) {
      core.propose();
    }
    interpreter.perform(core.takeEffects(), durable);
    monitor.onTurn();
    var next = wanted;
    wanted = Optional.empty();
    return next.isPresent() && next.get() != mode ? become(next.get(), why) : Behaviors.same();
  }

  private Behavior<Command> halt(String reason) {
    return mode == Mode.HALTED ? Behaviors.same() : become(Mode.HALTED, reason);
  }

  private Behavior<Command> become(Mode next, String reason) {
    if (!mode.mayBecome(next)) {
      throw new IllegalStateException(mode + " may not become " + next + ": " + reason);
    }
    context.getLog().info("{} -> {} in {}: {}", mode, next, core.view(), reason);
    meter.became(mode, next);
    mode = next;
    why = reason;
    return switch (next) {
      case RECOVERING -> recovering();
      case AGREEING -> agreeing();
      case VIEW_CHANGING, CATCHING_UP, LEARNING -> viewChanging();
      case HALTED -> halted();
    };
  }

  /** What effects do to the mode. */
  private final class Moves implements EffectInterpreter.Self {
    @Override
    public void reportVotingStopped(Effect.ReportVotingStopped effect) {
      if (mode == Mode.AGREEING || mode == Mode.CATCHING_UP) {
        want(Mode.VIEW_CHANGING, "asks for " + effect.view());
      }
    }

    @Override
    public void reportViewInstalled(Effect.ReportViewInstalled effect) {
      children.coordinator().tell(new ViewChangeCoordinator.Installed(effect.view()));
      if (mode == Mode.VIEW_CHANGING || wanted.isPresent()) {
        want(Mode.AGREEING, effect.view() + " is in force");
      }
    }

    @Override
    public void halt(String reason) {
      want(Mode.HALTED, reason);
    }

    /** Nothing that follows undoes a halt. */
    private void want(Mode next, String reason) {
      if (wanted.isEmpty() || wanted.get() != Mode.HALTED) {
        wanted = Optional.of(next);
        why = reason;
      }
    }
  }
}
