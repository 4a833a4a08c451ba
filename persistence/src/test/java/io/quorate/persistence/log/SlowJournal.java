package io.quorate.persistence.log;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.pekko.dispatch.Futures;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.journal.japi.AsyncWriteJournal;
import scala.concurrent.Future;
import scala.concurrent.Promise;

/** A journal that holds nothing, and in which a deletion ends when the test says so. */
public final class SlowJournal extends AsyncWriteJournal {

  private static final Map<String, BlockingQueue<Deletion>> BEGUN = new ConcurrentHashMap<>();

  /** Under way. */
  record Deletion(long upTo, Promise<Void> end) {}

  private static BlockingQueue<Deletion> begun(String log) {
    return BEGUN.computeIfAbsent(log, each -> new LinkedBlockingQueue<>());
  }

  /** The next deletion that begins, or has begun, in this log; empty if none does in that time. */
  static Optional<Deletion> next(String log, Duration within) throws InterruptedException {
    return Optional.ofNullable(begun(log).poll(within.toMillis(), TimeUnit.MILLISECONDS));
  }

  @Override
  public Future<Void> doAsyncDeleteMessagesTo(String log, long to) {
    var deletion = new Deletion(to, Futures.promise());
    begun(log).add(deletion);
    return deletion.end().future();
  }

  @Override
  public Future<Iterable<Optional<Exception>>> doAsyncWriteMessages(Iterable<AtomicWrite> writes) {
    throw new UnsupportedOperationException("writes");
  }

  @Override
  public Future<Void> doAsyncReplayMessages(
      String log, long from, long to, long max, Consumer<PersistentRepr> replay) {
    return Futures.successful(null);
  }

  @Override
  public Future<Long> doAsyncReadHighestSequenceNr(String log, long from) {
    return Futures.successful(Long.MAX_VALUE);
  }
}
