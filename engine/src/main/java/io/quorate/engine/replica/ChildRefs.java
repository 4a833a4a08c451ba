package io.quorate.engine.replica;

import io.quorate.engine.replica.link.PeerLinks;
import io.quorate.engine.replica.transfer.ChunkServer;
import io.quorate.engine.spi.CommitLog;
import io.quorate.engine.spi.VoteLog;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

/** The actors around a {@link Replica}, all of them its children. */
record ChildRefs(
    ActorRef<VoteLog.Command> voteLog,
    ActorRef<CommitLog.Command> commitLog,
    ActorRef<Executor.Command> executor,
    ActorRef<ViewChangeCoordinator.Command> coordinator,
    ActorRef<RequestPool.Command> pool,
    ActorRef<ChunkServer.Command> chunks,
    ActorRef<StateTransfer.Command> transfer,
    ActorRef<PeerLinks.Command> links) {

  List<ActorRef<?>> all() {
    return List.of(voteLog, commitLog, executor, coordinator, pool, chunks, transfer, links);
  }

  /** Hands on what is for one of them. */
  void pass(Replica.ForChild command) {
    if (command instanceof Replica.ReadStale stale) {
      executor.tell(stale.inquiry());
    } else if (command instanceof Replica.Hints hints) {
      links.tell(new PeerLinks.Hints(hints.addresses()));
    } else if (command instanceof Replica.HandOver handOver) {
      coordinator.tell(new ViewChangeCoordinator.Suspected(handOver.view(), handOver.why()));
    } else if (command instanceof Replica.StateSuperseded superseded) {
      transfer.tell(new StateTransfer.StateReached(superseded.by()));
    }
  }
}
