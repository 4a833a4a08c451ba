package io.quorate.bootstrap.http;

import io.quorate.bootstrap.access.ReplicaAccess;
import io.quorate.engine.client.Reply;
import io.quorate.engine.client.RequestFailed;
import io.quorate.engine.model.Bytes;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Asks the group, for so long and for so many at once as the settings say. */
final class Waiting {

  private final ReplicaAccess replica;
  private final HttpSettings settings;
  private final AtomicInteger waiting = new AtomicInteger();

  Waiting(ReplicaAccess replica, HttpSettings settings) {
    this.replica = replica;
    this.settings = settings;
  }

  CompletionStage<Reply> ask(Bytes operation) {
    if (waiting.incrementAndGet() > settings.maxWaiting()) {
      waiting.decrementAndGet();
      return CompletableFuture.failedFuture(
          new RequestFailed.NotExecuted("too many requests wait", Duration.ofSeconds(1)));
    }
    return replica
        .ask(operation)
        .thenApply(Function.identity())
        .toCompletableFuture()
        .orTimeout(settings.askTimeout().toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete((reply, failure) -> waiting.decrementAndGet());
  }

  int count() {
    return waiting.get();
  }
}
