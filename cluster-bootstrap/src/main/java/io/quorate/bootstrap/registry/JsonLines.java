package io.quorate.bootstrap.registry;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/**
 * A body that arrives as lines, each handed on when it is whole. A line that is longer than may be
 * ends it, and nothing is asked for before the line before was taken.
 */
final class JsonLines implements BodySubscriber<Void> {

  private final int longest;
  private final Taker taker;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final CompletableFuture<Void> body = new CompletableFuture<>();
  private Flow.Subscription subscription;

  /** Takes lines; may wait. */
  interface Taker {
    void take(byte[] line) throws InterruptedException;
  }

  JsonLines(int longest, Taker taker) {
    this.longest = longest;
    this.taker = taker;
  }

  @Override
  public CompletionStage<Void> getBody() {
    return body;
  }

  @Override
  public void onSubscribe(Flow.Subscription begun) {
    subscription = begun;
    begun.request(1);
  }

  @Override
  public void onNext(List<ByteBuffer> octets) {
    try {
      for (var buffer : octets) {
        take(buffer);
      }
      subscription.request(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      end(e);
    } catch (IllegalStateException e) {
      end(e);
    }
  }

  private void end(Exception why) {
    subscription.cancel();
    body.completeExceptionally(why);
  }

  private void take(ByteBuffer buffer) throws InterruptedException {
    while (buffer.hasRemaining()) {
      byte next = buffer.get();
      if (next == '\n') {
        taker.take(line.toByteArray());
        line.reset();
      } else if (line.size() == longest) {
        throw new IllegalStateException("a line of more than " + longest + " bytes");
      } else {
        line.write(next);
      }
    }
  }

  @Override
  public void onError(Throwable why) {
    body.completeExceptionally(why);
  }

  @Override
  public void onComplete() {
    body.complete(null);
  }
}
