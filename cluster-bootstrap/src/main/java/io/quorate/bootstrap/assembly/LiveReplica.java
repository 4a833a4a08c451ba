package io.quorate.bootstrap.assembly;

import io.quorate.bootstrap.access.RegistryStatus;
import io.quorate.bootstrap.access.ReplicaAccess;
import io.quorate.bootstrap.access.ReplicaStatus;
import io.quorate.engine.client.BftClient;
import io.quorate.engine.client.Reply;
import io.quorate.engine.client.RequestFailed;
import io.quorate.engine.codec.Canonical;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ClusterId;
import io.quorate.engine.model.Genesis;
import io.quorate.engine.model.View;
import io.quorate.engine.model.certificate.FinalityCertificate;
import io.quorate.engine.replica.Executor;
import io.quorate.engine.replica.Replica;
import io.quorate.engine.replica.ReplicaState;
import io.quorate.engine.replica.execution.ReadResult;
import io.quorate.engine.spi.Meter;
import io.quorate.engine.spi.SnapshotStore.Snapshot;
import io.quorate.persistence.append.JournalState;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/** A replica's actors as the process around them sees them. */
final class LiveReplica implements ReplicaAccess {

  private static final Duration STATUS_PATIENCE = Duration.ofSeconds(3);
  private static final Duration ASK_PATIENCE = Duration.ofMinutes(10);

  private static final Duration ROOM_PATIENCE = Duration.ofSeconds(5);

  private final ActorSystem<?> system;
  private final StatusView view;
  private final ClusterId cluster;
  private final JournalState.Found journal;
  private final ActorRef<Replica.Command> replica;
  private final ActorRef<BftClient.Command> gateway;
  private final Meter.Distribution replyQuorum;
  private volatile Supplier<RegistryStatus> registry = () -> RegistryStatus.NONE;

  LiveReplica(
      ActorSystem<?> system,
      Genesis genesis,
      ActorRef<Replica.Command> replica,
      ActorRef<BftClient.Command> gateway,
      Meter.Distribution replyQuorum) {
    this.system = system;
    this.cluster = Canonical.clusterId(genesis);
    this.view = new StatusView(genesis, JournalState.of(system));
    this.journal = JournalState.of(system);
    this.replica = replica;
    this.gateway = gateway;
    this.replyQuorum = replyQuorum;
  }

  @Override
  public CompletionStage<Reply> ask(Bytes operation) {
    var shortage = journal.shortage();
    if (shortage.isPresent()) {
      var why = shortage.get().text();
      return CompletableFuture.failedFuture(new RequestFailed.NotExecuted(why, ROOM_PATIENCE));
    }
    long begun = System.nanoTime();
    var answer = ask(system, gateway, operation);
    var unused =
        answer.whenComplete(
            (reply, failure) -> {
              if (failure == null) {
                replyQuorum.nanos(System.nanoTime() - begun);
              }
            });
    return answer;
  }

  @Override
  public ActorRef<BftClient.Command> client() {
    return gateway;
  }

  @Override
  public CompletionStage<ReplicaStatus> status() {
    return state().thenApply(view::of);
  }

  /** Before it is told who knows, there is none. */
  void registry(Supplier<RegistryStatus> source) {
    registry = source;
  }

  @Override
  public RegistryStatus registry() {
    return registry.get();
  }

  @Override
  public CompletionStage<Optional<FinalityCertificate>> finality() {
    return state()
        .thenApply(state -> Optional.of(state.stable()).filter(each -> each.signature().size() > 0))
        .thenApply(found -> found.map(each -> FinalityCertificate.of(cluster, each)));
  }

  @Override
  public CompletionStage<Optional<Snapshot>> stableState() {
    return AskPattern.<Replica.Command, Executor.Stable>ask(
            replica,
            replyTo -> new Replica.ReadStale(new Executor.ReadStable(replyTo)),
            STATUS_PATIENCE,
            system.scheduler())
        .thenApply(found -> found.state().filter(each -> each.checkpoint().signature().size() > 0));
  }

  private CompletionStage<ReplicaState> state() {
    return AskPattern.ask(replica, Replica.GetState::new, STATUS_PATIENCE, system.scheduler());
  }

  @Override
  public void handOver(long inForce) {
    replica.tell(new Replica.HandOver(new View(inForce), "an operator asked for a hand-over"));
  }

  /**
   * Fails with the refusal itself: a stage that hands on a failure wraps it and records a stack
   * trace, which under overload took a fifth of the client's processor. On the thread that
   * completes it: Scala's stages would go to another one, on two cores a new one each time.
   */
  static CompletionStage<Reply> ask(
      ActorSystem<?> system, ActorRef<BftClient.Command> client, Bytes operation) {
    var answer = new CompletableFuture<Reply>();
    var unused =
        AskPattern.<BftClient.Command, Reply>askWithStatus(
                client,
                replyTo -> new BftClient.Submit(operation, replyTo),
                ASK_PATIENCE,
                system.scheduler())
            .handleAsync(
                (reply, failure) ->
                    failure == null
                        ? answer.complete(reply)
                        : answer.completeExceptionally(told(failure)),
                Runnable::run);
    return answer;
  }

  static CompletionStage<Reply> stale(
      ActorSystem<?> system, ActorRef<Replica.Command> replica, Bytes operation) {
    return AskPattern.<Replica.Command, ReadResult>ask(
            replica,
            replyTo -> new Replica.ReadStale(new Executor.Read(operation, replyTo)),
            STATUS_PATIENCE,
            system.scheduler())
        .thenApply(seen -> new Reply(seen.at(), seen.result()));
  }

  private static Throwable told(Throwable failure) {
    var cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof TimeoutException
        ? new RequestFailed.Indeterminate("no answer in time")
        : cause;
  }
}
