package io.quorate.engine.replica;

import io.quorate.engine.core.effect.Effect;
import io.quorate.engine.crypto.MessageSigner;
import io.quorate.engine.crypto.Verified;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Configuration;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.RequestId;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.View;
import io.quorate.engine.model.certificate.QuorumSignature;
import io.quorate.engine.model.certificate.StableCheckpoint;
import io.quorate.engine.model.message.Message;
import io.quorate.engine.model.message.Message.Refusal;
import io.quorate.engine.model.message.Message.Reply;
import io.quorate.engine.model.message.Message.Request;
import io.quorate.engine.replica.execution.Execution;
import io.quorate.engine.replica.execution.FullRepliers;
import io.quorate.engine.replica.execution.GuardedMachine;
import io.quorate.engine.replica.execution.HeldStates;
import io.quorate.engine.replica.execution.ReadResult;
import io.quorate.engine.replica.execution.SnapshotSchedule;
import io.quorate.engine.replica.link.PeerLinks;
import io.quorate.engine.replica.transfer.ChunkServer;
import io.quorate.engine.spi.Chunk;
import io.quorate.engine.spi.Meter;
import io.quorate.engine.spi.SnapshotStore;
import io.quorate.engine.spi.SnapshotStore.Snapshot;
import io.quorate.engine.spi.StateMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.BehaviorBuilder;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * Runs the state machine, in order, off the replica's thread, and answers the clients.
 *
 * <pre>
 *   replaying ──caught up with the disk──▶ executing ◀──durable──▶ snapshotting
 * </pre>
 *
 * <p>While a snapshot is being written it goes on executing; it is another state only in that it
 * starts no second one.
 */
public final class Executor {

  /** What it is told. */
  public sealed interface Command
      permits Recover, Apply, Live, Resend, Settled, Restore, Inquiry, Saved, SaveFailed {}

  /** Load the newest snapshot. */
  record Recover(ActorRef<Recovered> replyTo) implements Command {}

  /**
   * What the snapshot held: execution goes on behind it.
   *
   * @param executed which requests it holds the outcome of
   */
  record Recovered(StableCheckpoint checkpoint, Predicate<RequestId> executed) {}

  /** Decided batches, in order. */
  record Apply(List<Effect.Execute> batches) implements Command {
    Apply {
      batches = List.copyOf(batches);
    }
  }

  /** What was on disk is applied: clients are answered from now on. */
  enum Live implements Command {
    NOW
  }

  /** A client asks again. */
  record Resend(Verified<Request> request, ActorRef<RequestPool.Command> pool) implements Command {}

  /** A checkpoint is stable. */
  record Settled(StableCheckpoint checkpoint) implements Command {}

  /** A proven state to put in force; {@link Replica.StateInstalled} follows. */
  record Restore(StableCheckpoint checkpoint, List<Chunk> chunks) implements Command {}

  /** Asks about what is here; nothing is executed for it. */
  public sealed interface Inquiry extends Command permits Read, ReadStable {}

  /** Asks the state machine about its state as it is here and now. */
  public record Read(Bytes operation, ActorRef<ReadResult> replyTo) implements Inquiry {}

  /** Asks for the newest stable state, of which things can be proven. */
  public record ReadStable(ActorRef<Stable> replyTo) implements Inquiry {}

  /** The newest stable state and its certificate; none before the first stable checkpoint. */
  public record Stable(Optional<Snapshot> state) {}

  private record Saved(SequenceNumber upTo) implements Command {}

  private record SaveFailed(String why) implements Command {}

  /**
   * What the executor is made of.
   *
   * @param snapshots when a snapshot on disk is due
   * @param blocking where files are written
   * @param fullRepliers who sends large results in full
   */
  record Parts(
      StateMachine machine,
      MessageSigner signer,
      Configuration configuration,
      SnapshotStore store,
      ActorRef<Replica.Command> replica,
      ActorRef<PeerLinks.Command> links,
      ActorRef<ChunkServer.Command> chunks,
      SnapshotSchedule snapshots,
      java.util.concurrent.Executor blocking,
      FullRepliers fullRepliers,
      Meter meter) {}

  private final ActorContext<Command> context;
  private final Parts parts;
  private final Execution execution;
  private final HeldStates states;
  private final ExecutorMeter meter;
  private View view = View.ZERO;
  private Optional<Restore> early = Optional.empty();
  private Optional<Snapshot> unsaved = Optional.empty();
  private boolean answering;

  private Executor(ActorContext<Command> context, Parts parts) {
    this.context = context;
    this.parts = parts;
    this.states = new HeldStates(parts.snapshots());
    this.meter = new ExecutorMeter(parts.meter());
    this.execution =
        new Execution(new GuardedMachine(parts.machine(), parts.meter()), parts.configuration());
  }

  static Behavior<Command> create(Parts parts) {
    return Behaviors.setup(context -> new Executor(context, parts).replaying());
  }

  private Behavior<Command> replaying() {
    return Behaviors.receive(Command.class)
        .onMessage(Recover.class, this::onRecover)
        .onMessage(Apply.class, this::onApply)
        .onMessage(Live.class, this::onLive)
        .onMessage(Resend.class, notReady -> Behaviors.same())
        .onMessage(Settled.class, this::onSettledWithoutSaving)
        .onMessage(Restore.class, this::onEarlyRestore)
        .onMessage(Read.class, this::onRead)
        .onMessage(ReadStable.class, this::onReadStable)
        .onMessage(Saved.class, this::onSaved)
        .onMessage(SaveFailed.class, this::onSaveFailed)
        .build();
  }

  private Behavior<Command> executing() {
    return table()
        .onMessage(Settled.class, this::onSettled)
        .onMessage(Restore.class, this::onRestore)
        .build();
  }

  private Behavior<Command> snapshotting() {
    return table()
        .onMessage(Settled.class, this::onSettledWithoutSaving)
        .onMessage(Restore.class, this::onRestoreWhileSaving)
        .build();
  }

  private BehaviorBuilder<Command> table() {
    return BehaviorBuilder.<Command>create()
        .onMessage(Recover.class, late -> Behaviors.same())
        .onMessage(Apply.class, this::onApply)
        .onMessage(Live.class, again -> Behaviors.same())
        .onMessage(Resend.class, this::onResend)
        .onMessage(Read.class, this::onRead)
        .onMessage(ReadStable.class, this::onReadStable)
        .onMessage(Saved.class, this::onSaved)
        .onMessage(SaveFailed.class, this::onSaveFailed);
  }

  private Behavior<Command> onRecover(Recover command) {
    try {
      var snapshot = parts.store().load();
      if (snapshot.isPresent()) {
        states.install(restored(snapshot.get()));
        states.saving(snapshot.get().checkpoint().sequence());
      }
      var found =
          snapshot
              .map(Snapshot::checkpoint)
              .orElseGet(() -> new StableCheckpoint(execution.last(), QuorumSignature.NONE));
      command.replyTo().tell(new Recovered(found, execution.replies().known()));
    } catch (IOException e) {
      throw new UncheckedIOException("the snapshot on disk cannot be used", e);
    }
    return Behaviors.same();
  }

  private Behavior<Command> onApply(Apply command) {
    for (var batch : command.batches()) {
      if (batch.sequence().isAfter(execution.last().sequence())) {
        apply(batch);
      }
    }
    return Behaviors.same();
  }

  private void apply(Effect.Execute batch) {
    var outcome = execution.apply(batch);
    states.executed(batch);
    view = batch.certificate().view();
    if (answering) {
      answer(outcome, batch.sequence());
      outcome.expired().forEach(late -> refuse(late, Refusal.Reason.EXPIRED));
    }
    boolean checkpoint = !outcome.chunks().isEmpty();
    if (checkpoint && states.reached(batch.sequence(), outcome.chunks())) {
      parts.chunks().tell(new ChunkServer.Hold(batch.sequence(), outcome.chunks()));
      serve(batch.sequence());
      parts.replica().tell(new Replica.CheckpointReached(outcome.header()));
    }
    meter.executed(batch);
  }

  /** One signed reply for each place that a client listens at. */
  private void answer(Execution.Outcome outcome, SequenceNumber at) {
    outcome
        .byListener()
        .forEach(
            (listener, answers) ->
                parts
                    .fullRepliers()
                    .replies(view, at, listener.client(), answers)
                    .forEach(reply -> send(listener.address(), reply)));
  }

  private void send(String address, Message message) {
    parts.links().tell(new PeerLinks.Answer(address, parts.signer().sign(message).wire()));
  }

  private Behavior<Command> onResend(Resend command) {
    var request = command.request().message();
    var kept = execution.replies().reply(request.id());
    if (request.onlyAsks()) {
      refuse(request, Refusal.Reason.ASKED);
    } else if (kept.isPresent()) {
      var full = List.of(new Reply.Answer(request.id(), kept.get().results()));
      var at = kept.get().at();
      send(request.replyTo(), new Reply(view, at, self(), request.id().client(), full, List.of()));
    } else {
      resendUnkept(command);
    }
    return Behaviors.same();
  }

  private void resendUnkept(Resend command) {
    switch (execution.standing(command.request().message())) {
      case EXECUTED, EXPIRED -> refuse(command.request().message(), Refusal.Reason.EXPIRED);
      case NEW, EARLY -> command.pool().tell(new RequestPool.Fresh(command.request()));
    }
  }

  private void refuse(Request request, Refusal.Reason reason) {
    var executed = execution.last().sequence();
    send(request.replyTo(), new Refusal(self(), executed, request.id(), reason, 0));
  }

  private Behavior<Command> onSettled(Settled command) {
    onSettledWithoutSaving(command);
    return saveIfDue();
  }

  private Behavior<Command> onSettledWithoutSaving(Settled command) {
    states.settle(command.checkpoint());
    serve(command.checkpoint().sequence());
    return Behaviors.same();
  }

  /** If this is the newest stable state. */
  private void serve(SequenceNumber at) {
    states
        .stable()
        .filter(state -> state.checkpoint().sequence().equals(at))
        .ifPresent(
            state ->
                parts.chunks().tell(new ChunkServer.Serve(state.checkpoint(), state.chunks())));
  }

  private Behavior<Command> saveIfDue() {
    var due = states.due();
    due.ifPresent(this::save);
    return due.isPresent() ? snapshotting() : executing();
  }

  private void save(Snapshot snapshot) {
    states.saving(snapshot.checkpoint().sequence());
    var upTo = snapshot.checkpoint().sequence();
    var writing = CompletableFuture.runAsync(() -> write(snapshot), parts.blocking());
    context.pipeToSelf(
        writing,
        (done, failure) ->
            failure == null ? new Saved(upTo) : new SaveFailed(String.valueOf(failure)));
  }

  private void write(Snapshot snapshot) {
    try {
      parts.store().save(snapshot);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Behavior<Command> onSaved(Saved command) {
    meter.saved();
    parts.replica().tell(new Replica.SnapshotSaved(command.upTo()));
    if (unsaved.isPresent()) {
      save(unsaved.get());
      unsaved = Optional.empty();
      return Behaviors.same();
    }
    return answering ? saveIfDue() : Behaviors.same();
  }

  private Behavior<Command> onSaveFailed(SaveFailed command) {
    throw new IllegalStateException("the snapshot could not be written: " + command.why());
  }

  /** What the disk holds is applied first, so that nothing of it comes after the fetched state. */
  private Behavior<Command> onEarlyRestore(Restore command) {
    early = Optional.of(command);
    return Behaviors.same();
  }

  private Behavior<Command> onLive(Live now) {
    answering = true;
    early.ifPresent(context.getSelf()::tell);
    early = Optional.empty();
    return saveIfDue();
  }

  private Behavior<Command> onRestore(Restore command) {
    if (!restore(command)) {
      return Behaviors.same();
    }
    save(new Snapshot(command.checkpoint(), command.chunks()));
    return snapshotting();
  }

  /** One write at a time, or an older snapshot could overtake a newer one. */
  private Behavior<Command> onRestoreWhileSaving(Restore command) {
    if (restore(command)) {
      unsaved = Optional.of(new Snapshot(command.checkpoint(), command.chunks()));
    }
    return Behaviors.same();
  }

  /** False when this replica has come as far by itself; the replica hears of it either way. */
  private boolean restore(Restore command) {
    var at = command.checkpoint().sequence();
    if (!at.isAfter(execution.last().sequence())) {
      parts.replica().tell(new Replica.StateSuperseded(execution.last().sequence()));
      return false;
    }
    states.install(restored(new Snapshot(command.checkpoint(), command.chunks())));
    serve(at);
    var executed = execution.replies().known();
    parts.replica().tell(new Replica.StateInstalled(command.checkpoint(), executed));
    return true;
  }

  /** The same state in chunks that share their bytes with the state machine, where it can be. */
  private Snapshot restored(Snapshot found) {
    execution.restore(found.checkpoint(), found.chunks());
    var own = execution.chunks();
    return own.equals(found.chunks()) ? new Snapshot(found.checkpoint(), own) : found;
  }

  private Behavior<Command> onRead(Read command) {
    command.replyTo().tell(execution.read(command.operation()));
    return Behaviors.same();
  }

  private Behavior<Command> onReadStable(ReadStable command) {
    command.replyTo().tell(new Stable(states.stable()));
    return Behaviors.same();
  }

  private ReplicaId self() {
    return new ReplicaId(Math.toIntExact(parts.signer().id()));
  }
}
