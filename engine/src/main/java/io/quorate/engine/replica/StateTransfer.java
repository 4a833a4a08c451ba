package io.quorate.engine.replica;

import io.quorate.engine.crypto.MessageSigner;
import io.quorate.engine.crypto.Verified;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.message.Message;
import io.quorate.engine.model.message.StateMessage.FetchChunk;
import io.quorate.engine.model.message.StateMessage.FetchState;
import io.quorate.engine.model.message.StateMessage.StateChunk;
import io.quorate.engine.model.message.StateMessage.StateManifest;
import io.quorate.engine.replica.ingress.Rejections;
import io.quorate.engine.replica.link.PeerLinks;
import io.quorate.engine.replica.transfer.TransferPlan;
import io.quorate.engine.spi.Clock;
import io.quorate.engine.spi.EngineMetrics;
import io.quorate.engine.spi.Meter;
import io.quorate.engine.spi.Transport.Lane;
import java.time.Duration;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Fetches a state that decisions alone cannot bring back.
 *
 * <pre>
 *   idle ──proven manifest──▶ fetching ──last chunk checked──▶ installing ──there──▶ idle
 *                             └──the replica got there by itself──▶ idle
 * </pre>
 *
 * <p>A manifest counts when a quorum signed its header and its chunks make the header's root, so no
 * single peer's word is ever the target; every chunk is checked against it.
 */
public final class StateTransfer {

  /** What it is told. */
  public sealed interface Command permits StatePartReceived, StateReached, Retry {}

  /** STATE-MANIFEST or STATE-CHUNK, verified. */
  record StatePartReceived(Verified<? extends Message> message) implements Command {}

  /** The replica has executed, or restored, everything up to here. */
  record StateReached(SequenceNumber at) implements Command {}

  private enum Retry implements Command {
    NOW
  }

  /** What it is made of. */
  record Parts(
      MessageSigner signer,
      ActorRef<Replica.Command> replica,
      ActorRef<Executor.Command> executor,
      ActorRef<PeerLinks.Command> links,
      Rejections rejections,
      Clock clock,
      Meter meter,
      Bounds bounds) {}

  /**
   * What a transfer may take in before it knows better.
   *
   * @param weak f + 1
   * @param chunkBytes the usual size of a chunk
   */
  record Bounds(int weak, long chunkBytes) {
    private TransferPlan plan() {
      return new TransferPlan(weak, chunkBytes);
    }
  }

  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int TICKS = 2;

  private final ActorContext<Command> context;
  private final TimerScheduler<Command> timers;
  private final Parts parts;
  private final Meter.Counter transfers;
  private final Meter.Counter received;
  private final Meter.Distribution duration;
  private long begun;
  private TransferPlan plan;
  private SequenceNumber reached = SequenceNumber.ZERO;

  private StateTransfer(
      ActorContext<Command> context, TimerScheduler<Command> timers, Parts parts) {
    this.context = context;
    this.timers = timers;
    this.parts = parts;
    this.plan = parts.bounds().plan();
    this.transfers = parts.meter().counter(EngineMetrics.TRANSFERS);
    this.received = parts.meter().counter(EngineMetrics.TRANSFER_BYTES);
    this.duration = parts.meter().distribution(EngineMetrics.TRANSFER);
  }

  static Behavior<Command> create(Parts parts) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(timers -> new StateTransfer(context, timers, parts).idle()));
  }

  private Behavior<Command> idle() {
    return Behaviors.receive(Command.class)
        .onMessage(StatePartReceived.class, this::onFirstManifest)
        .onMessage(StateReached.class, this::onReached)
        .onMessage(Retry.class, stale -> Behaviors.same())
        .build();
  }

  private Behavior<Command> fetching() {
    return Behaviors.receive(Command.class)
        .onMessage(StatePartReceived.class, this::onCame)
        .onMessage(StateReached.class, this::onReached)
        .onMessage(Retry.class, this::onRetry)
        .build();
  }

  private Behavior<Command> installing() {
    return Behaviors.receive(Command.class)
        .onMessage(StatePartReceived.class, late -> Behaviors.same())
        .onMessage(StateReached.class, this::onReached)
        .onMessage(Retry.class, stale -> Behaviors.same())
        .build();
  }

  private Behavior<Command> onFirstManifest(StatePartReceived came) {
    if (!(came.message().message() instanceof StateManifest manifest) || !isProgress(manifest)) {
      return Behaviors.same();
    }
    context
        .getLog()
        .info(
            "fetching the state of {} ({} chunks)",
            manifest.checkpoint().sequence(),
            manifest.chunks().size());
    transfers.increment();
    begun = parts.clock().nanos();
    plan.aim(manifest);
    parts.replica().tell(new Replica.StateNeeded(manifest.checkpoint().sequence()));
    broadcast(manifest.checkpoint().sequence());
    timers.startTimerWithFixedDelay(Retry.NOW, PATIENCE.dividedBy(TICKS));
    ask();
    return fetching();
  }

  private Behavior<Command> onCame(StatePartReceived came) {
    if (came.message().message() instanceof StateManifest manifest && isProgress(manifest)) {
      plan.aim(manifest);
      return ask();
    }
    if (came.message().message() instanceof StateChunk part) {
      received.add(part.octets().length());
      plan.came(part, parts.clock().nanos()).ifPresent(this::send);
      return ask();
    }
    return Behaviors.same();
  }

  private Behavior<Command> ask() {
    plan.asks(parts.clock().nanos(), PATIENCE.toNanos()).forEach(this::send);
    var state = plan.state();
    if (state.isEmpty()) {
      return Behaviors.same();
    }
    parts.executor().tell(new Executor.Restore(plan.target().orElseThrow(), state.get()));
    return installing();
  }

  /** Asks again, and which state there is by now: what nobody keeps any more never comes. */
  private Behavior<Command> onRetry(Retry now) {
    plan.target().ifPresent(target -> broadcast(target.sequence()));
    return ask();
  }

  private Behavior<Command> onReached(StateReached now) {
    if (now.at().isAfter(reached)) {
      reached = now.at();
    }
    var target = plan.target();
    if (target.isEmpty() || target.get().sequence().isAfter(reached)) {
      return Behaviors.same();
    }
    duration.nanos(parts.clock().nanos() - begun);
    timers.cancelAll();
    plan = parts.bounds().plan();
    parts.replica().tell(new Replica.CaughtUp(reached));
    return idle();
  }

  private boolean isProgress(StateManifest manifest) {
    if (!manifest.checkpoint().sequence().isAfter(reached)) {
      return false;
    }
    if (TransferPlan.isProven(manifest)) {
      return true;
    }
    parts.rejections().reject("ManifestNotItsRoot", manifest.replica());
    return false;
  }

  private void broadcast(SequenceNumber atLeast) {
    var ask = parts.signer().sign(new FetchState(self(), atLeast));
    parts.links().tell(new PeerLinks.Broadcast(ask.wire(), Lane.VOTES));
  }

  private void send(TransferPlan.Ask ask) {
    var message = parts.signer().sign(new FetchChunk(self(), ask.chunk(), ask.offset()));
    parts.links().tell(new PeerLinks.Send(ask.from(), message.wire(), Lane.VOTES));
  }

  private ReplicaId self() {
    return new ReplicaId(Math.toIntExact(parts.signer().id()));
  }
}
