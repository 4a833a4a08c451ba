package io.quorate.bootstrap.http;

import io.quorate.engine.client.RequestFailed;
import io.quorate.engine.model.Bytes;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.http.javadsl.model.RequestEntity;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.util.ByteString;
import org.apache.pekko.util.ByteStringBuilder;

/**
 * Reads bodies up to a limit each and a limit for all. What is too large is read on for a while and
 * thrown away, so that its sender gets to see the answer.
 */
final class Bodies {

  /** Octets beyond the limit that are read only to be polite. */
  private static final long POLITE = 8L << 20;

  private final Materializer materializer;
  private final long maxBuffered;
  private final AtomicLong buffered = new AtomicLong();

  Bodies(Materializer materializer, long maxBuffered) {
    this.materializer = materializer;
    this.maxBuffered = maxBuffered;
  }

  /** What was read so far. */
  private static final class Received {
    private final ByteStringBuilder kept = new ByteStringBuilder();
    private long length;

    private Received take(ByteString part, int limit) {
      length += part.length();
      if (length > limit + POLITE) {
        throw new BadRequest(413, "a body of " + limit + " octets at most");
      }
      if (length <= limit) {
        kept.append(part);
      }
      return this;
    }
  }

  /** The body's octets; fails with 413 when there are more than {@code limit}. */
  CompletionStage<Bytes> read(RequestEntity entity, int limit) {
    long reserved = Math.min(entity.getContentLengthOption().orElse(limit), limit);
    if (buffered.addAndGet(reserved) > maxBuffered) {
      buffered.addAndGet(-reserved);
      entity.discardBytes(materializer);
      return CompletableFuture.failedFuture(
          new RequestFailed.NotExecuted("too many bodies at once", Duration.ofSeconds(1)));
    }
    return entity
        .withoutSizeLimit()
        .getDataBytes()
        .runFold(new Received(), (received, part) -> received.take(part, limit), materializer)
        .thenApply(received -> whole(received, limit))
        .exceptionally(Bodies::failed)
        .whenComplete((body, failure) -> buffered.addAndGet(-reserved));
  }

  /** Reads the body, for the sender's sake, and throws it away. */
  void discard(RequestEntity entity) {
    entity.discardBytes(materializer);
  }

  private static Bytes whole(Received received, int limit) {
    if (received.length > limit) {
      throw new BadRequest(413, "a body of " + limit + " octets at most");
    }
    return Bytes.wrap(received.kept.result().toArray());
  }

  private static Bytes failed(Throwable failure) {
    var cause = failure.getCause() == null ? failure : failure.getCause();
    throw cause instanceof BadRequest bad ? bad : new BadRequest(400, "the body did not arrive");
  }
}
