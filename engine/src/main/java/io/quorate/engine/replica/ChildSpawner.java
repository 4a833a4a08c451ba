package io.quorate.engine.replica;

import io.quorate.engine.codec.MessageCodec;
import io.quorate.engine.core.ReplicaCore;
import io.quorate.engine.core.agreement.PhaseBoard;
import io.quorate.engine.core.viewchange.CoordinatorCore;
import io.quorate.engine.core.viewchange.ViewTimeout;
import io.quorate.engine.crypto.MessageSigner;
import io.quorate.engine.crypto.MessageVerifier;
import io.quorate.engine.model.certificate.StableCheckpoint;
import io.quorate.engine.replica.execution.Execution;
import io.quorate.engine.replica.execution.FullRepliers;
import io.quorate.engine.replica.execution.SnapshotSchedule;
import io.quorate.engine.replica.ingress.Rejections;
import io.quorate.engine.replica.ingress.SignatureBatchVerifier;
import io.quorate.engine.replica.link.PeerLinks;
import io.quorate.engine.replica.transfer.ChunkServer;
import io.quorate.engine.spi.Meter;
import io.quorate.engine.spi.Transport;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/** Spawns the actors around a replica, each with what it needs and no more. */
final class ChildSpawner {

  private final ActorContext<Replica.Command> context;
  private final ReplicaParts parts;
  private final MessageSigner signer;
  private final Rejections rejections;
  private final StableCheckpoint genesis;

  ChildSpawner(ActorContext<Replica.Command> context, ReplicaParts parts) {
    this.context = context;
    this.parts = parts;
    var ring = parts.ring();
    this.signer =
        new MessageSigner(
            new MessageCodec(ring.cluster(), ring.configuration().id()),
            parts.identity().id().value(),
            parts.identity().signer());
    this.rejections = new Rejections(parts.world().meter());
    this.genesis = Execution.genesis(parts.machine(), parts.configuration());
  }

  MessageSigner signer() {
    return signer;
  }

  Meter meter() {
    return parts.world().meter();
  }

  Rejections rejections() {
    return rejections;
  }

  ReplicaCore core() {
    return new ReplicaCore(
        signer, parts.configuration(), genesis, parts.settings().core(parts.rules()));
  }

  ChildRefs spawn() {
    var links = context.spawn(links(), "links");
    var chunks = context.spawn(ChunkServer.create(signer, links), "chunks");
    var executor =
        context.spawn(Executor.create(executor(links, chunks)), "executor", dispatcher("executor"));
    return new ChildRefs(
        context.spawn(parts.memory().voteLog(), "vote-journal"),
        context.spawn(parts.memory().commitLog(), "commit-journal"),
        executor,
        context.spawn(ViewChangeCoordinator.create(coordinator(links)), "coordinator"),
        context.spawn(RequestPool.create(pool(executor, links)), "pool"),
        chunks,
        context.spawn(StateTransfer.create(transfer(executor, links)), "transfer"),
        links);
  }

  /** The ways in, one a lane; opened last, when everyone is there. */
  void open(ChildRefs children, PhaseBoard board) {
    var inbound = new InboundRouter(context.getSelf(), children);
    for (var lane : Transport.Lane.OF_REPLICAS) {
      var verifier =
          context.spawn(
              SignatureBatchVerifier.create(
                  new SignatureBatchVerifier.Parts(
                      new MessageVerifier(parts.ring(), genesis.header().digest()),
                      inbound::deliver,
                      board::needed,
                      rejections)),
              lane.actor(),
              dispatcher("verifier"));
      context.watch(verifier);
      parts.world().transport().listen(lane, verifier);
    }
  }

  private org.apache.pekko.actor.typed.Behavior<PeerLinks.Command> links() {
    return PeerLinks.create(
        new PeerLinks.Parts(
            parts.world().transport(),
            peer -> context.getSelf().tell(new Replica.Unreachable(peer)),
            signer,
            parts.configuration(),
            parts.identity().incarnation(),
            parts.identity().address(),
            parts.settings().limits().peerWindow(),
            parts.world().meter()));
  }

  private Executor.Parts executor(
      ActorRef<PeerLinks.Command> links, ActorRef<ChunkServer.Command> chunks) {
    return new Executor.Parts(
        parts.machine(),
        signer,
        parts.configuration(),
        parts.memory().snapshots(),
        context.getSelf(),
        links,
        chunks,
        new SnapshotSchedule(parts.settings().snapshotEvery(), parts.settings().snapshotBytes()),
        parts.blocking(),
        new FullRepliers(
            parts.identity().id(), parts.configuration(), parts.settings().limits().largeResult()),
        parts.world().meter());
  }

  private ViewChangeCoordinator.Parts coordinator(ActorRef<PeerLinks.Command> links) {
    var settings = parts.settings();
    var timeout =
        new ViewTimeout(settings.viewChangeTimeout(), settings.viewChangeTimeoutCeiling());
    return new ViewChangeCoordinator.Parts(
        new CoordinatorCore(parts.identity().id(), parts.configuration(), timeout),
        context.getSelf(),
        links,
        rejections,
        parts.world().clock(),
        parts.world().meter());
  }

  private RequestPool.Parts pool(
      ActorRef<Executor.Command> executor, ActorRef<PeerLinks.Command> links) {
    var limits = parts.settings().limits();
    return new RequestPool.Parts(
        new RequestPool.Limits(
            limits.poolPerClient(),
            limits.poolTotal(),
            parts.rules().limits().requestBytes(),
            parts.rules().limits().batchOperations()),
        signer,
        context.getSelf(),
        executor,
        links,
        rejections,
        parts.world().meter());
  }

  private StateTransfer.Parts transfer(
      ActorRef<Executor.Command> executor, ActorRef<PeerLinks.Command> links) {
    return new StateTransfer.Parts(
        signer,
        context.getSelf(),
        executor,
        links,
        rejections,
        parts.world().clock(),
        parts.world().meter(),
        new StateTransfer.Bounds(
            parts.ring().configuration().quorum().weak(), parts.rules().limits().chunkBytes()));
  }

  private static DispatcherSelector dispatcher(String name) {
    return DispatcherSelector.fromConfig("quorate.dispatchers." + name);
  }
}
