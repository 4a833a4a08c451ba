package io.quorate.engine.replica;

import io.quorate.engine.core.CoreBuffers;
import io.quorate.engine.core.Effect;
import io.quorate.engine.core.Outbox;
import io.quorate.engine.core.ReplicaCore;
import io.quorate.engine.crypto.Verified;
import io.quorate.engine.model.Bounded;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.message.Message;
import io.quorate.engine.model.message.Message.Decided.Decision;
import io.quorate.engine.model.message.Message.NewView;
import io.quorate.engine.model.message.Message.ViewChange;
import io.quorate.engine.model.message.MessageType;
import io.quorate.engine.replica.Transport.Lane;
import io.quorate.engine.spi.CommitLog;
import io.quorate.engine.spi.VoteLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * Performs effects for one {@link Replica}, in the core's order. Votes wait in the {@link Outbox}
 * until they are durable; decided batches of one turn go to execution together.
 */
final class Hands implements Effect.Visitor<Void> {

  /** What only the replica itself can do. */
  interface Self {
    void stopped(Effect.Stopped effect);

    void installed(Effect.Installed effect);

    void halt(String why);
  }

  private final ReplicaCore core;
  private final Crew crew;
  private final Meter meter;
  private final Neighbours neighbours;
  private final Self self;
  private final Outbox outbox = new Outbox();

  @Bounded(by = CoreBuffers.WINDOW)
  private List<Effect.Execute> decided = new ArrayList<>();

  Hands(ReplicaCore core, Crew crew, Neighbours neighbours, Meter meter, Self self) {
    this.core = core;
    this.crew = crew;
    this.meter = meter;
    this.neighbours = neighbours;
    this.self = self;
  }

  /** Performs all effects, then starts the next write if none is in flight. */
  void perform(List<Effect> effects, ActorRef<VoteLog.Recorded> durable) {
    effects.forEach(effect -> effect.accept(this));
    flushDecided();
    var group = outbox.nextGroup();
    if (!group.isEmpty()) {
      neighbours.voteLog().tell(new VoteLog.Append(group, durable));
    }
  }

  /** A write is durable: what it held back leaves now. */
  List<Verified<? extends Message>> release() {
    var votes = outbox.written();
    for (var vote : votes) {
      broadcast(vote.message().type(), vote.wire());
      if (vote.message() instanceof ViewChange) {
        neighbours.coordinator().tell(new ViewChangeCoordinator.Wanted(vote.as(ViewChange.class)));
      } else if (vote.message() instanceof NewView) {
        neighbours.coordinator().tell(new ViewChangeCoordinator.Began(vote.as(NewView.class)));
      }
    }
    return votes;
  }

  @Override
  public Void cast(Effect.Cast effect) {
    outbox.offer(effect);
    return null;
  }

  @Override
  public Void remember(Effect.Remember effect) {
    outbox.offer(effect);
    return null;
  }

  @Override
  public Void say(Effect.Say effect) {
    var signed = crew.signer().sign(effect.message());
    send(effect.to(), signed.wire(), laneOf(effect.message().type()));
    return null;
  }

  @Override
  public Void forward(Effect.Forward effect) {
    send(effect.to(), effect.wire(), Lane.VOTES);
    return null;
  }

  @Override
  public Void answer(Effect.Answer effect) {
    send(Optional.of(effect.to()), effect.wire(), Lane.BULK);
    return null;
  }

  @Override
  public Void execute(Effect.Execute effect) {
    decided.add(effect);
    return null;
  }

  @Override
  public Void offerState(Effect.OfferState effect) {
    neighbours.chunks().tell(new ChunkServer.Offer(effect.to()));
    return null;
  }

  @Override
  public Void stable(Effect.Stable effect) {
    flushDecided();
    neighbours.executor().tell(new Executor.Settled(effect.checkpoint()));
    meter.gauge("quorate_stable", effect.checkpoint().sequence().value());
    return null;
  }

  @Override
  public Void stopped(Effect.Stopped effect) {
    self.stopped(effect);
    return null;
  }

  @Override
  public Void installed(Effect.Installed effect) {
    self.installed(effect);
    return null;
  }

  @Override
  public Void suspect(Effect.Suspect effect) {
    neighbours.coordinator().tell(new ViewChangeCoordinator.Suspected(effect.view(), effect.why()));
    return null;
  }

  @Override
  public Void reject(Effect.Reject effect) {
    crew.rejections().rejected(effect.why());
    return null;
  }

  @Override
  public Void accuse(Effect.Accuse effect) {
    crew.rejections().accused(effect.evidence());
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
    neighbours.executor().tell(new Executor.Apply(batches));
    neighbours
        .commitLog()
        .tell(new CommitLog.Append(batches.stream().map(this::decision).toList()));
    batches.forEach(each -> neighbours.pool().tell(new RequestPool.Executed(each.batch())));
  }

  /** Requests that the vote log holds already are not written twice. */
  private Decision decision(Effect.Execute execute) {
    boolean kept = core.isPromised(execute.sequence(), execute.batch().digest());
    List<Bytes> requests =
        kept ? List.of() : execute.requests().stream().map(Verified::wire).toList();
    return new Decision(execute.certificate(), execute.batch(), requests);
  }

  private void broadcast(MessageType type, Bytes wire) {
    neighbours.links().tell(new PeerLinks.Broadcast(wire, laneOf(type)));
  }

  private void send(Optional<ReplicaId> to, Bytes wire, Lane lane) {
    neighbours
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
