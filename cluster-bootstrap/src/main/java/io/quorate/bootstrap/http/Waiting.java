package io.quorate.bootstrap.http;

import io.quorate.bootstrap.access.ReplicaAccess;
import io.quorate.engine.client.Reply;
import io.quorate.engine.client.RequestFailed;
import io.quorate.engine.model.Bytes;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Asks the group, for so long and for so many at once as the settings say. */
final class Waiting {

  private final ReplicaAccess replica;
  private final HttpSettings settings;
  private final Semaphore room;

  Waiting(ReplicaAccess replica, HttpSettings settings) {
    this.replica = replica;
    this.settings = settings;
    this.room = new Semaphore(settings.maxWaiting());
  }

  CompletionStage<Reply> ask(Bytes operation) {
    if (!room.tryAcquire()) {
      return CompletableFuture.failedFuture(
          new RequestFailed.NotExecuted("too many requests wait", Duration.ofSeconds(1)));
    }
    return replica
        .ask(operation)
        .thenApply(Function.identity())
        .toCompletableFuture()
        .orTimeout(settings.askTimeout().toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete((reply, failure) -> room.release());
  }

  int count() {
    return settings.maxWaiting() - room.availablePermits();
  }
}
