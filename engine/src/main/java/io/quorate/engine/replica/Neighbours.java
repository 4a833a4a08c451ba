package io.quorate.engine.replica;

import io.quorate.engine.spi.CommitLog;
import io.quorate.engine.spi.VoteLog;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

/** The actors around a {@link Replica}, all of them its children. */
record Neighbours(
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
}
