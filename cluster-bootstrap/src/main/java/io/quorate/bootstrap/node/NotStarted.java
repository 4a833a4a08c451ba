package io.quorate.bootstrap.node;

import io.quorate.bootstrap.access.ReplicaAccess;
import io.quorate.bootstrap.access.ReplicaStarter;
import io.quorate.bootstrap.access.ReplicaStatus;
import io.quorate.engine.client.Reply;
import io.quorate.engine.client.RequestFailed;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ConfigurationId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;

/** Serves the status of a replica that is not started, with the reason, and nothing else. */
record NotStarted(Attempts.GivenUp why) implements ReplicaStarter {

  @Override
  public Started start(ActorSystem<?> system, Member member, Ports ports) {
    var access = new Access(status(member));
    return new Started(access, access::ask, () -> CompletableFuture.completedStage(null));
  }

  private ReplicaStatus status(Member member) {
    var configuration = member.genesis().configuration();
    var quorum = configuration.quorum();
    long executed = Math.max(0, why.slot() - 1);
    return new ReplicaStatus(
        member.id().value(),
        ReplicaStatus.HALTED,
        0,
        0,
        executed,
        0,
        executed,
        ConfigurationId.GENESIS.value(),
        configuration.size(),
        quorum.faults(),
        quorum.size(),
        List.of(),
        Optional.of(new ReplicaStatus.Stuck(System.currentTimeMillis(), List.of(), why.text())));
  }

  private record Access(ReplicaStatus halted) implements ReplicaAccess {

    @Override
    public CompletionStage<Reply> ask(Bytes operation) {
      return CompletableFuture.failedStage(
          new RequestFailed.NotExecuted("this replica is not started", Duration.ofSeconds(5)));
    }

    @Override
    public CompletionStage<ReplicaStatus> status() {
      return CompletableFuture.completedStage(halted);
    }
  }
}
