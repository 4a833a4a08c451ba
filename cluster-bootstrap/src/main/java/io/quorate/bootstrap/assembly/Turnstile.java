package io.quorate.bootstrap.assembly;

import io.quorate.engine.client.ClientSettings;
import io.quorate.engine.client.Reply;
import io.quorate.engine.client.RequestFailed.NotExecuted;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Refuses asks before they cost anything: the client's actor would refuse them too, but each only
 * after a promise, a timer and a message, and under overload that is what its processor goes into.
 * For any number of threads.
 */
final class Turnstile {

  private static final Duration RETRY = Duration.ofMillis(50);

  private final Semaphore room;

  /** Lets in as many as may wait and be in flight. */
  Turnstile(ClientSettings settings) {
    this.room = new Semaphore(settings.waiting().asks() + settings.bundles().mostInFlight());
  }

  /** Asks, or fails with {@link NotExecuted} at once while too many are under way. */
  CompletionStage<Reply> pass(Supplier<CompletionStage<Reply>> ask) {
    if (!room.tryAcquire()) {
      return CompletableFuture.failedStage(new NotExecuted("too many asks are under way", RETRY));
    }
    var answer = ask.get();
    var unused =
        answer.handle(
            (reply, failure) -> {
              room.release();
              return reply;
            });
    return answer;
  }
}
