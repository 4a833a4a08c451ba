package io.quorate.bootstrap.fake;

import io.quorate.bootstrap.access.ReplicaAccess;
import io.quorate.bootstrap.access.ReplicaStarter;
import io.quorate.bootstrap.access.ReplicaStatus;
import io.quorate.engine.client.Reply;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ClientId;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.certificate.FinalityCertificate;
import io.quorate.engine.spi.StateMachine;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorSystem;

/** Executes alone and claims that all agree; tests may make it fail. */
public final class LoneReplica implements ReplicaStarter {

  @Override
  public Started start(ActorSystem<?> system, Member member, Ports ports) {
    var replica = new Access(ports.application(), member.id().value());
    return replica.started();
  }

  /** The replica itself. */
  public static final class Access implements ReplicaAccess {
    private final StateMachine machine;
    private final int index;
    private long sequence;
    private volatile long view;
    private volatile Function<Bytes, CompletionStage<Reply>> answer = this::execute;
    private volatile Optional<FinalityCertificate> certificate = Optional.empty();
    private volatile String mode = ReplicaStatus.AGREEING;

    public Access(StateMachine machine, int index) {
      this.machine = machine;
      this.index = index;
    }

    public Started started() {
      return new Started(this, this::query, () -> CompletableFuture.completedStage("stopped"));
    }

    /** Answers like this from now on. */
    public void answering(Function<Bytes, CompletionStage<Reply>> other) {
      answer = other;
    }

    public void mode(String other) {
      mode = other;
    }

    /** Has this certificate from now on. */
    public void certified(FinalityCertificate latest) {
      certificate = Optional.of(latest);
    }

    @Override
    public CompletionStage<Optional<FinalityCertificate>> finality() {
      return CompletableFuture.completedStage(certificate);
    }

    @Override
    public void handOver(long inForce) {
      view = inForce + 1;
    }

    @Override
    public CompletionStage<Reply> ask(Bytes operation) {
      return answer.apply(operation);
    }

    private CompletionStage<Reply> execute(Bytes operation) {
      return CompletableFuture.completedStage(executed(operation));
    }

    /** What the state machine answers now. */
    public synchronized Reply executed(Bytes operation) {
      sequence++;
      var moment = moment();
      return new Reply(moment.sequence(), machine.execute(operation, moment));
    }

    private synchronized CompletionStage<Reply> query(Bytes operation) {
      var moment = moment();
      return CompletableFuture.completedStage(
          new Reply(moment.sequence(), machine.query(operation, moment)));
    }

    private StateMachine.Moment moment() {
      return new StateMachine.Moment(new SequenceNumber(sequence), 0, new ClientId(0));
    }

    @Override
    public synchronized CompletionStage<ReplicaStatus> status() {
      var peers =
          java.util.stream.IntStream.range(0, 4)
              .filter(i -> i != index)
              .mapToObj(i -> new ReplicaStatus.Peer(i, "h:" + i, true, view, sequence, 0, 5))
              .toList();
      var stuck =
          mode.equals(ReplicaStatus.AGREEING)
              ? Optional.<ReplicaStatus.Stuck>empty()
              : Optional.of(new ReplicaStatus.Stuck(7, List.of(1, 2), "start replica 1 or 2"));
      return CompletableFuture.completedStage(
          new ReplicaStatus(
              index,
              mode,
              view,
              (int) (view % 4),
              sequence,
              0,
              sequence,
              0,
              4,
              1,
              3,
              peers,
              stuck));
    }
  }
}
