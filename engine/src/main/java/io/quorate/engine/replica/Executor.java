package io.quorate.engine.replica;

import io.quorate.engine.core.Effect;
import io.quorate.engine.crypto.MessageSigner;
import io.quorate.engine.crypto.Verified;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.RequestId;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.View;
import io.quorate.engine.model.certificate.StableCheckpoint;
import io.quorate.engine.model.message.Message;
import io.quorate.engine.model.message.Message.Refusal;
import io.quorate.engine.model.message.Message.Reply;
import io.quorate.engine.model.message.Message.Request;
import io.quorate.engine.spi.Chunk;
import io.quorate.engine.spi.SnapshotStore;
import io.quorate.engine.spi.SnapshotStore.Snapshot;
import io.quorate.engine.spi.StateMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
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
      permits Recover, Apply, Live, Resend, Settled, Restore, Read, Saved, SaveFailed {}

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

  /** Asks the state machine about its state as it is here and now. */
  public record Read(Bytes operation, ActorRef<Seen> replyTo) implements Command {}

  /** What a replica's own state says, and after which batch. */
  public record Seen(SequenceNumber at, Bytes result) {}

  private record Saved(SequenceNumber upTo) implements Command {}

  private record SaveFailed(String why) implements Command {}

  /**
   * What the executor is made of.
   *
   * @param checkpointInterval slots between checkpoints
   * @param snapshotEvery slots between snapshots on disk; a multiple of the checkpoint interval
   * @param blocking where files are written
   * @param fullRepliers who sends large results in full
   */
  record Parts(
      StateMachine machine,
      MessageSigner signer,
      SnapshotStore snapshots,
      ActorRef<Replica.Command> replica,
      ActorRef<PeerLinks.Command> links,
      ActorRef<ChunkServer.Command> chunks,
      int checkpointInterval,
      int snapshotEvery,
      java.util.concurrent.Executor blocking,
      FullRepliers fullRepliers,
      Meter meter) {}

  private final ActorContext<Command> context;
  private final Parts parts;
  private final Execution execution;
  private final TreeMap<Long, List<Chunk>> checkpoints = new TreeMap<>();
  private SequenceNumber saved = SequenceNumber.ZERO;
  private View view = View.ZERO;
  private Optional<Restore> early = Optional.empty();
  private Optional<Snapshot> unsaved = Optional.empty();
  private boolean answering;

  private Executor(ActorContext<Command> context, Parts parts) {
    this.context = context;
    this.parts = parts;
    this.execution =
        new Execution(
            new GuardedMachine(parts.machine(), parts.meter()), parts.checkpointInterval());
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
        .onMessage(Saved.class, this::onSaved)
        .onMessage(SaveFailed.class, this::onSaveFailed);
  }

  private Behavior<Command> onRecover(Recover command) {
    try {
      var snapshot = parts.snapshots().load();
      if (snapshot.isPresent()) {
        execution.restore(snapshot.get().checkpoint(), snapshot.get().chunks());
        saved = snapshot.get().checkpoint().sequence();
        checkpoints.put(saved.value(), snapshot.get().chunks());
      }
      var found =
          snapshot
              .map(Snapshot::checkpoint)
              .orElseGet(() -> new StableCheckpoint(execution.last(), List.of()));
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
    view = batch.certificate().view();
    if (answering) {
      answer(outcome, batch.sequence());
    }
    if (!outcome.chunks().isEmpty()) {
      checkpoints.put(batch.sequence().value(), outcome.chunks());
      parts.chunks().tell(new ChunkServer.Hold(batch.sequence(), outcome.chunks()));
      parts.replica().tell(new Replica.CheckpointReached(outcome.header()));
    }
    parts.meter().gauge("quorate_executed", batch.sequence().value());
    parts.meter().count("quorate_operations_total", "executed", batch.batch().operations());
  }

  /** One signed reply for each place that a client listens at. */
  private void answer(Execution.Outcome outcome, SequenceNumber at) {
    outcome
        .byListener()
        .forEach(
            (listener, answers) ->
                send(
                    listener.address(),
                    parts.fullRepliers().reply(view, at, listener.client(), answers)));
  }

  private void send(String address, Message message) {
    parts.links().tell(new PeerLinks.Answer(address, parts.signer().sign(message).wire()));
  }

  private Behavior<Command> onResend(Resend command) {
    var request = command.request().message();
    var kept = execution.replies().answer(request.id());
    if (kept.isPresent()) {
      var full = List.of(new Reply.Answer(request.id(), kept.get().results()));
      var at = kept.get().sequence();
      send(request.replyTo(), new Reply(view, at, self(), request.id().client(), full, List.of()));
    } else if (execution.isExecuted(request.id())) {
      refuse(request, Refusal.Reason.EXPIRED);
    } else {
      command.pool().tell(new RequestPool.Fresh(command.request()));
    }
    return Behaviors.same();
  }

  private void refuse(Request request, Refusal.Reason reason) {
    var executed = execution.last().sequence();
    send(request.replyTo(), new Refusal(self(), executed, request.id(), reason, 0));
  }

  private Behavior<Command> onSettled(Settled command) {
    var chunks = checkpoints.get(command.checkpoint().sequence().value());
    onSettledWithoutSaving(command);
    long since = command.checkpoint().sequence().value() - saved.value();
    if (chunks == null || since < parts.snapshotEvery()) {
      return Behaviors.same();
    }
    save(new Snapshot(command.checkpoint(), chunks));
    return snapshotting();
  }

  private Behavior<Command> onSettledWithoutSaving(Settled command) {
    serve(command.checkpoint());
    checkpoints.headMap(command.checkpoint().sequence().value(), true).clear();
    return Behaviors.same();
  }

  private void serve(StableCheckpoint checkpoint) {
    Optional.ofNullable(checkpoints.get(checkpoint.sequence().value()))
        .ifPresent(chunks -> parts.chunks().tell(new ChunkServer.Serve(checkpoint, chunks)));
  }

  private void save(Snapshot snapshot) {
    var upTo = snapshot.checkpoint().sequence();
    var writing = CompletableFuture.runAsync(() -> write(snapshot), parts.blocking());
    context.pipeToSelf(
        writing,
        (done, failure) ->
            failure == null ? new Saved(upTo) : new SaveFailed(String.valueOf(failure)));
  }

  private void write(Snapshot snapshot) {
    try {
      parts.snapshots().save(snapshot);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Behavior<Command> onSaved(Saved command) {
    saved = command.upTo();
    parts.replica().tell(new Replica.SnapshotSaved(command.upTo()));
    if (unsaved.isPresent()) {
      save(unsaved.get());
      unsaved = Optional.empty();
      return Behaviors.same();
    }
    return answering ? executing() : Behaviors.same();
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
    return executing();
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
    execution.restore(command.checkpoint(), command.chunks());
    checkpoints.clear();
    checkpoints.put(at.value(), command.chunks());
    serve(command.checkpoint());
    var executed = execution.replies().known();
    parts.replica().tell(new Replica.StateInstalled(command.checkpoint(), executed));
    return true;
  }

  private Behavior<Command> onRead(Read command) {
    command.replyTo().tell(execution.read(command.operation()));
    return Behaviors.same();
  }

  private ReplicaId self() {
    return new ReplicaId(Math.toIntExact(parts.signer().id()));
  }
}
