package io.quorate.bootstrap.http;

import io.netty.util.concurrent.EventExecutor;
import io.quorate.bootstrap.access.ReplicaAccess;
import io.quorate.engine.client.Reply;
import io.quorate.engine.client.RequestFailed;
import io.quorate.engine.model.Bounded;
import io.quorate.engine.model.Bytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Asks the group, for so long and for so many at once as the settings say. Stages complete on the
 * server's thread, which alone may use this.
 */
final class WaitingAsks {

  private final ReplicaAccess replica;
  private final HttpSettings settings;
  private final EventExecutor thread;
  private final Budget budget;

  @Bounded(by = HttpBuffers.BODIES)
  private final LinkedHashSet<Ask> asks = new LinkedHashSet<>();

  @Bounded(by = HttpBuffers.BODIES)
  private final ArrayList<Ask> gathered = new ArrayList<>();

  private volatile int count;

  WaitingAsks(ReplicaAccess replica, HttpSettings settings, EventExecutor thread, Budget budget) {
    this.replica = replica;
    this.settings = settings;
    this.thread = thread;
    this.budget = budget;
  }

  /** One that waits; they come and expire in the same order. */
  private static final class Ask {
    private final CompletableFuture<Reply> answer = new CompletableFuture<>();
    private final Bytes operation;
    private final long since;

    private Ask(Bytes operation, long since) {
      this.operation = operation;
      this.since = since;
    }
  }

  CompletionStage<Reply> ask(Bytes operation) {
    if (asks.size() >= settings.maxWaiting()) {
      return CompletableFuture.failedStage(
          new RequestFailed.NotExecuted("too many requests wait", Duration.ofSeconds(1)));
    }
    var ask = new Ask(operation, System.nanoTime());
    add(ask);
    if (gathered.isEmpty()) {
      thread.execute(this::submit);
    }
    gathered.add(ask);
    return ask.answer;
  }

  /** Asks together what came together: all that the sockets had before this thread gets here. */
  private void submit() {
    for (var ask : gathered) {
      var unused =
          replica
              .ask(ask.operation)
              .whenComplete((reply, failure) -> thread.execute(() -> settle(ask, reply, failure)));
    }
    gathered.clear();
  }

  private void settle(Ask ask, Reply reply, Throwable failure) {
    if (asks.contains(ask)) {
      remove(ask);
      if (failure == null) {
        ask.answer.complete(reply);
      } else {
        ask.answer.completeExceptionally(failure);
      }
    }
  }

  /** Fails those that have waited too long. */
  void expire(long now) {
    while (!asks.isEmpty()) {
      var oldest = asks.iterator().next();
      if (now - oldest.since < settings.askTimeout().toNanos()) {
        return;
      }
      remove(oldest);
      oldest.answer.completeExceptionally(
          new RequestFailed.Indeterminate("no quorum answered in time"));
    }
  }

  private void add(Ask ask) {
    asks.add(ask);
    count = asks.size();
  }

  private void remove(Ask ask) {
    asks.remove(ask);
    count = asks.size();
    long now = System.nanoTime();
    budget.answered(now, now - ask.since);
  }

  /** From any thread. */
  int count() {
    return count;
  }
}
