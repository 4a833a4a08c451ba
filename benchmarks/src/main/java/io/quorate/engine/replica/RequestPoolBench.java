package io.quorate.engine.replica;

import io.quorate.bench.micro.MicroGroup;
import io.quorate.engine.codec.Canonical;
import io.quorate.engine.crypto.Verified;
import io.quorate.engine.model.Batch;
import io.quorate.engine.model.RequestReference;
import io.quorate.engine.model.message.Message.Request;
import io.quorate.engine.replica.ingress.Rejections;
import io.quorate.engine.spi.Meter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A request admitted to the pool and let go again; the messages between actors are part of it. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Benchmark)
public class RequestPoolBench {

  private static final int REQUESTS = 1_024;
  private static final int LARGEST = 1 << 20;
  private static final long LIMIT = 1L << 30;

  /** Requests that the verifier hands over at once. */
  @Param({"1", "16"})
  int together;

  private final MicroGroup group = MicroGroup.unsigned(4);
  private final Semaphore admitted = new Semaphore(0);
  private final List<RequestPool.Admit> admissions = new ArrayList<>();
  private final List<Batch> batches = new ArrayList<>();
  private ActorSystem<Object> system;
  private ActorRef<RequestPool.Command> pool;
  private long requests;

  @Setup
  public void start() {
    system = ActorSystem.create(Behaviors.empty(), "pool-bench");
    var parts =
        new RequestPool.Parts(
            new RequestPool.Limits(LIMIT, LIMIT, LARGEST, 8_192),
            group.replica(0),
            system.systemActorOf(replica(), "replica", Props.empty()),
            system.ignoreRef(),
            system.ignoreRef(),
            new Rejections(Meter.NONE),
            Meter.NONE);
    pool = system.systemActorOf(RequestPool.create(parts), "pool", Props.empty());
  }

  private Behavior<Replica.Command> replica() {
    return Behaviors.receive(Replica.Command.class)
        .onMessage(
            Replica.Admitted.class,
            each -> {
              admitted.release(each.requests().size());
              return Behaviors.same();
            })
        .build();
  }

  /** A pool admits a number of a client once. */
  @Setup(Level.Invocation)
  public void sign() {
    admissions.clear();
    batches.clear();
    for (int i = 0; i < REQUESTS; i += together) {
      var some = new ArrayList<Verified<Request>>(together);
      for (int j = 0; j < together; j++) {
        some.add(group.request(++requests, 1, 0));
      }
      admissions.add(new RequestPool.Admit(some));
      batches.add(Canonical.batch(1, some.stream().map(RequestPoolBench::refer).toList()));
    }
  }

  private static RequestReference refer(Verified<Request> request) {
    return request.message().reference();
  }

  @Benchmark
  @OperationsPerInvocation(REQUESTS)
  public void admitAndRelease() throws InterruptedException {
    for (int i = 0; i < admissions.size(); i++) {
      pool.tell(admissions.get(i));
      pool.tell(new RequestPool.Executed(batches.get(i)));
    }
    admitted.acquire(REQUESTS);
  }

  @TearDown
  public void stop() {
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().join();
  }
}
