package io.quorate.bench.group;

import io.quorate.bootstrap.access.ReplicaAccess;
import io.quorate.bootstrap.access.ReplicaStarter;
import io.quorate.bootstrap.access.ReplicaStatus;
import io.quorate.bootstrap.assembly.Assembly;
import io.quorate.engine.client.Reply;
import io.quorate.engine.codec.Canonical;
import io.quorate.engine.crypto.KeyRing;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.replica.Unreplicated;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;

/** Starts a node whose state machine nobody replicates. */
final class UnreplicatedStarter implements ReplicaStarter, ReplicaAccess {

  @Override
  public Started start(ActorSystem<?> system, Member member, Ports ports) {
    var ring = KeyRing.of(member.genesis(), Canonical.clusterId(member.genesis()));
    var parts = Assembly.replicaParts(system, member, ports, ring);
    Adapter.spawn(Adapter.toClassic(system), Unreplicated.create(parts), "quorate");
    return new Started(this, this::ask, () -> CompletableFuture.completedStage(null));
  }

  @Override
  public CompletionStage<Reply> ask(Bytes operation) {
    return CompletableFuture.failedStage(new UnsupportedOperationException("ask it as a client"));
  }

  @Override
  public CompletionStage<ReplicaStatus> status() {
    return CompletableFuture.completedStage(
        new ReplicaStatus(
            0, ReplicaStatus.AGREEING, 0, 0, 0, 0, 0, 0, 4, 1, 3, List.of(), Optional.empty()));
  }
}
