package io.quorate.bootstrap.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.quorate.bootstrap.node.ConfigLayers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.ActorSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@Timeout(60)
class EventLoopTest {

  /** Of which each would take half a second if it woke nobody. */
  private static final int WAKINGS = 1_000;

  private static final int TASKS_WITHOUT_END = 1_000_000;

  private final EventLoop loop = started();
  private final List<Pipe> pipes = new ArrayList<>();

  private static EventLoop started() {
    try {
      return EventLoop.start(Thread::new);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Counts what it is told. */
  private static final class Listener implements Reactor.Handler {
    private final CompletableFuture<Boolean> ready = new CompletableFuture<>();
    private final CompletableFuture<IOException> failed = new CompletableFuture<>();
    private final Pipe.SourceChannel source;

    Listener(Pipe.SourceChannel source) {
      this.source = source;
    }

    @Override
    public void ready(SelectionKey key) throws IOException {
      source.read(ByteBuffer.allocate(8));
      ready.complete(true);
    }

    @Override
    public void tick(long nanos) {
      // Nothing is late.
    }

    @Override
    public void fail(IOException why) {
      failed.complete(why);
    }
  }

  private Pipe pipe() throws IOException {
    var pipe = Pipe.open();
    pipes.add(pipe);
    return pipe;
  }

  private static Listener listenOn(Reactor reactor, Pipe pipe) {
    var listener = new Listener(pipe.source());
    reactor.execute(
        () ->
            Reactor.guarded(
                listener, () -> reactor.register(pipe.source(), SelectionKey.OP_READ, listener)));
    return listener;
  }

  @AfterEach
  void end() throws IOException {
    loop.shutdown();
    loop.whenEnded().join();
    for (var pipe : pipes) {
      pipe.source().close();
      pipe.sink().close();
    }
  }

  @Test
  void whoever_gives_it_something_wakes_it() {
    for (int i = 0; i < WAKINGS; i++) {
      CompletableFuture.runAsync(() -> {}, loop).join();
    }
  }

  @Test
  void tasks_run_in_the_order_given_those_of_tasks_after_them() {
    var done = new ConcurrentLinkedQueue<String>();
    var last = new CompletableFuture<Boolean>();
    loop.execute(
        () -> {
          loop.execute(() -> done.add("inner"));
          loop.execute(() -> last.complete(true));
          done.add("outer");
        });
    last.join();
    assertThat(done).containsExactly("outer", "inner");
  }

  @Test
  void tasks_without_end_do_not_keep_it_from_sockets() throws IOException {
    var pipe = pipe();
    pipe.sink().write(ByteBuffer.allocate(1));
    var reactor = Reactor.on(loop);
    var left = new CompletableFuture<Integer>();
    loop.execute(() -> runUntilReady(reactor, pipe, left));
    assertThat(left.join()).isPositive();
  }

  /** On the loop, which from now on has something to run; tells how many tasks were left. */
  private void runUntilReady(Reactor reactor, Pipe pipe, CompletableFuture<Integer> told) {
    var ready = listenOn(reactor, pipe).ready;
    loop.execute(
        new Runnable() {
          private int left = TASKS_WITHOUT_END;

          @Override
          public void run() {
            left--;
            if (left > 0 && !ready.isDone()) {
              loop.execute(this);
            } else {
              told.complete(left);
            }
          }
        });
  }

  @Test
  void a_task_that_throws_ends_nothing() {
    loop.execute(
        () -> {
          throw new IllegalStateException("on purpose");
        });
    assertThat(CompletableFuture.supplyAsync(() -> "on", loop).join()).isEqualTo("on");
  }

  @Test
  void what_it_was_given_before_its_end_is_run_and_what_comes_later_refused() throws Exception {
    var pipe = pipe();
    var listener = listenOn(Reactor.on(loop), pipe);
    var gate = new CompletableFuture<Boolean>();
    loop.execute(gate::join);
    var before = CompletableFuture.runAsync(() -> {}, loop);
    loop.shutdown();
    gate.complete(true);
    assertThat(loop.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    assertThat(before).isCompleted();
    assertThat(listener.failed).isCompleted();
    assertThatThrownBy(() -> loop.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
  }

  @Test
  void who_asks_after_its_end_who_waits_there_hears_of_nobody() throws Exception {
    loop.shutdown();
    assertThat(loop.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    assertThat(loop.keys()).isEmpty();
  }

  @Test
  void who_closes_its_sockets_leaves_others_alone() throws IOException {
    var mine = Reactor.on(loop);
    var pipe = pipe();
    var first = listenOn(mine, pipe());
    var second = listenOn(Reactor.on(loop), pipe);
    mine.close();
    assertThat(first.failed).isCompleted();
    pipe.sink().write(ByteBuffer.allocate(1));
    assertThat(second.ready.join()).isTrue();
    assertThat(second.failed).isNotDone();
    var third = listenOn(mine, pipe());
    assertThat(third.failed.join()).hasMessage("closed");
  }

  @Test
  void what_shares_its_thread_with_others_can_be_closed_there() throws IOException {
    var reactor = Reactor.on(loop);
    var listener = listenOn(reactor, pipe());
    CompletableFuture.runAsync(reactor::close, loop).join();
    assertThat(listener.failed).isCompleted();
    assertThat(loop.isTerminated()).isFalse();
  }

  @Test
  void a_pool_of_one_thread_waits_for_sockets_and_a_larger_one_does_not() throws Exception {
    assertThat(isAlone(1)).isFalse();
    assertThat(isAlone(2)).isTrue();
  }

  /** Whether links have a thread of their own beside actors with so many; all of it ends. */
  private static boolean isAlone(int threads) throws Exception {
    var system = ActorSystem.create("alone-or-not", config(threads));
    var loop = EventLoop.behind(system.dispatcher());
    try (var reactor = Reactor.on(system.dispatcher())) {
      return reactor.isAlone();
    } finally {
      system.terminate();
      system.getWhenTerminated().toCompletableFuture().get(30, TimeUnit.SECONDS);
      if (loop.isPresent()) {
        loop.get().whenEnded().get(30, TimeUnit.SECONDS);
      }
    }
  }

  private static Config config(int threads) {
    var pool = "pekko.actor.default-dispatcher.fork-join-executor.";
    return ConfigLayers.over(
        ConfigFactory.parseString(
            pool
                + "parallelism-min = "
                + threads
                + "\n"
                + pool
                + "parallelism-max = "
                + threads
                + "\npekko.actor.provider = local"));
  }
}
