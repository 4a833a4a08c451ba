package io.quorate.engine.replica;

import io.quorate.engine.core.ReplicaCore;
import io.quorate.engine.core.effect.CoreBounds;
import io.quorate.engine.core.effect.Effect;
import io.quorate.engine.core.effect.Outbox;
import io.quorate.engine.crypto.Verified;
import io.quorate.engine.model.Bounded;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.message.Message;
import io.quorate.engine.model.message.Message.Decided.Decision;
import io.quorate.engine.model.message.Message.NewView;
import io.quorate.engine.model.message.Message.ViewChange;
import io.quorate.engine.model.message.MessageType;
import io.quorate.engine.replica.link.PeerLinks;
import io.quorate.engine.replica.transfer.ChunkServer;
import io.quorate.engine.spi.CommitLog;
import io.quorate.engine.spi.EngineMetrics;
import io.quorate.engine.spi.Meter;
import io.quorate.engine.spi.Transport.Lane;
import io.quorate.engine.spi.VoteLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * Performs effects for one {@link Replica}, in the core's order. Votes wait in the {@link Outbox}
 * until they are durable; decided batches of one turn go to execution together.
 */
final class EffectInterpreter implements Effect.Visitor<Void> {

  /** What only the replica itself can do. */
  interface Self {
    void reportVotingStopped(Effect.ReportVotingStopped effect);

    void reportViewInstalled(Effect.ReportViewInstalled effect);

    void halt(String why);
  }

  private final ReplicaCore core;
  private final ChildSpawner spawner;
  private final SlotTimes times;
  private final Meter.Gauge stable;
  private final Meter.Counter checkpoints;
  private final ChildRefs children;
  private final Self self;
  private final Outbox outbox = new Outbox();

  @Bounded(by = CoreBounds.WINDOW)
  private List<Effect.Execute> decided = new ArrayList<>();

  EffectInterpreter(
      ReplicaCore core, ChildSpawner spawner, ChildRefs children, SlotTimes times, Self self) {
    this.core = core;
    this.spawner = spawner;
    this.times = times;
    this.stable = spawner.meter().gauge(EngineMetrics.STABLE);
    this.checkpoints = spawner.meter().counter(EngineMetrics.CHECKPOINTS);
    this.children = children;
    this.self = self;
  }

  /** Performs all effects, then starts the next write if none is in flight. */
  void perform(List<Effect> effects, ActorRef<VoteLog.Recorded> durable) {
    effects.forEach(effect -> effect.accept(this));
    flushDecided();
    var group = outbox.nextGroup();
    if (!group.isEmpty()) {
      children.voteLog().tell(new VoteLog.Append(group, durable));
    }
  }

  /** A write is durable: what it held back leaves now. */
  List<Verified<? extends Message>> release() {
    var votes = outbox.written();
    for (var vote : votes) {
      broadcast(vote.message().type(), vote.wire());
      times.left(vote.message());
      if (vote.message() instanceof ViewChange) {
        children
            .coordinator()
            .tell(new ViewChangeCoordinator.ViewChangeReceived(vote.as(ViewChange.class)));
      } else if (vote.message() instanceof NewView) {
        children
            .coordinator()
            .tell(new ViewChangeCoordinator.NewViewReceived(vote.as(NewView.class)));
      }
    }
    return votes;
  }

  @Override
  public Void persistThenSend(Effect.PersistThenSend effect) {
    outbox.offer(effect);
    return null;
  }

  @Override
  public Void persist(Effect.Persist effect) {
    outbox.offer(effect);
    return null;
  }

  @Override
  public Void signAndSend(Effect.SignAndSend effect) {
    var signed = spawner.signer().sign(effect.message());
    send(effect.to(), signed.wire(), laneOf(effect.message().type()));
    return null;
  }

  @Override
  public Void sendSigned(Effect.SendSigned effect) {
    send(effect.to(), effect.wire(), Lane.VOTES);
    return null;
  }

  @Override
  public Void sendMissing(Effect.SendMissing effect) {
    send(Optional.of(effect.to()), effect.wire(), Lane.BULK);
    return null;
  }

  @Override
  public Void execute(Effect.Execute effect) {
    decided.add(effect);
    times.decided(effect);
    return null;
  }

  @Override
  public Void offerState(Effect.OfferState effect) {
    children.chunks().tell(new ChunkServer.Offer(effect.to()));
    return null;
  }

  @Override
  public Void stabilizeCheckpoint(Effect.StabilizeCheckpoint effect) {
    flushDecided();
    children.executor().tell(new Executor.Settled(effect.checkpoint()));
    stable.set(effect.checkpoint().sequence().value());
    checkpoints.increment();
    return null;
  }

  @Override
  public Void reportVotingStopped(Effect.ReportVotingStopped effect) {
    self.reportVotingStopped(effect);
    return null;
  }

  @Override
  public Void reportViewInstalled(Effect.ReportViewInstalled effect) {
    self.reportViewInstalled(effect);
    return null;
  }

  @Override
  public Void suspectPrimary(Effect.SuspectPrimary effect) {
    children.coordinator().tell(new ViewChangeCoordinator.Suspected(effect.view(), effect.why()));
    return null;
  }

  @Override
  public Void countRejection(Effect.CountRejection effect) {
    spawner.rejections().rejected(effect.why());
    return null;
  }

  @Override
  public Void reportEvidence(Effect.ReportEvidence effect) {
    spawner.rejections().accused(effect.evidence());
    return null;
  }

  @Override
  public Void halt(Effect.Halt effect) {
    self.halt(effect.why());
    return null;
  }

  private void flushDecided() {
    if (decided.isEmpty()) {
      return;
    }
    var batches = decided;
    decided = new ArrayList<>();
    children.executor().tell(new Executor.Apply(batches));
    children.commitLog().tell(new CommitLog.Append(batches.stream().map(this::decision).toList()));
    batches.forEach(each -> children.pool().tell(new RequestPool.Executed(each.batch())));
  }

  /** Requests that the vote log holds already are not written twice. */
  private Decision decision(Effect.Execute execute) {
    boolean kept = core.isPromised(execute.sequence(), execute.batch().digest());
    List<Bytes> requests =
        kept ? List.of() : execute.requests().stream().map(Verified::wire).toList();
    return new Decision(execute.certificate(), execute.batch(), requests);
  }

  private void broadcast(MessageType type, Bytes wire) {
    children.links().tell(new PeerLinks.Broadcast(wire, laneOf(type)));
  }

  private void send(Optional<ReplicaId> to, Bytes wire, Lane lane) {
    children
        .links()
        .tell(
            to.isPresent()
                ? new PeerLinks.Send(to.get(), wire, lane)
                : new PeerLinks.Broadcast(wire, lane));
  }

  private static Lane laneOf(MessageType type) {
    return type.isBulk() ? Lane.BULK : Lane.VOTES;
  }
}
