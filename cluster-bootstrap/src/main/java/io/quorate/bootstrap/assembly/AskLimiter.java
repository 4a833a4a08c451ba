package io.quorate.bootstrap.assembly;

import io.quorate.engine.client.ClientSettings;
import io.quorate.engine.client.Reply;
import io.quorate.engine.client.RequestFailed.NotExecuted;
import io.quorate.engine.model.Bytes;
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
final class AskLimiter {

  private static final Duration RETRY = Duration.ofMillis(50);

  private final Semaphore room;
  private final Semaphore bytes;
  private final int mostBytes;

  /**
   * Lets in as many as may wait and be in flight.
   *
   * @param requestBytes of the largest request
   */
  AskLimiter(ClientSettings settings, int requestBytes) {
    var bundles = settings.bundles();
    this.room = new Semaphore(settings.waiting().asks() + bundles.mostInFlight());
    long most = settings.waiting().bytes() + (long) bundles.inFlight() * requestBytes;
    this.mostBytes = (int) Math.min(Integer.MAX_VALUE, most);
    this.bytes = new Semaphore(mostBytes);
  }

  /** Asks, or fails with {@link NotExecuted} at once while too many are under way. */
  CompletionStage<Reply> pass(Bytes operation, Supplier<CompletionStage<Reply>> ask) {
    int weight = Math.min(operation.length(), mostBytes);
    if (!room.tryAcquire()) {
      return CompletableFuture.failedStage(new NotExecuted("too many asks are under way", RETRY));
    }
    if (!bytes.tryAcquire(weight)) {
      room.release();
      return CompletableFuture.failedStage(new NotExecuted("too much is asked for", RETRY));
    }
    var answer = ask.get();
    var unused =
        answer.handle(
            (reply, failure) -> {
              room.release();
              bytes.release(weight);
              return reply;
            });
    return answer;
  }
}
