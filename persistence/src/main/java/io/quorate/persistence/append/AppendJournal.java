package io.quorate.persistence.append;

import com.typesafe.config.Config;
import io.quorate.persistence.append.disk.FileDisk;
import io.quorate.persistence.append.disk.LogSettings;
import io.quorate.persistence.append.error.LogOverloaded;
import io.quorate.persistence.append.error.LogRefusal;
import io.quorate.persistence.append.error.LogWriteFailed;
import io.quorate.persistence.append.error.RecordRefused;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.apache.pekko.dispatch.Futures;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.journal.japi.AsyncWriteJournal;
import org.apache.pekko.serialization.SerializationExtension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.concurrent.ExecutionContext;
import scala.concurrent.Future;
import scala.concurrent.Promise;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The embedded log as a journal plugin; a thin shell of {@link AppendLog}. A write that cannot be
 * stored by its nature (no serializer, too large, queue full) is rejected; any other trouble fails
 * the write, and every one after it. When the log cannot be opened, every write and replay fails
 * with the reason.
 */
public final class AppendJournal extends AsyncWriteJournal {
  private static final Logger LOG = LoggerFactory.getLogger(AppendJournal.class);
  private static final Optional<Exception> ACCEPTED = Optional.empty();

  private final LogSettings settings;
  private final EventFrame frame;
  private final ExecutionContext replays;
  private final JournalFlushes.Durations flushes;
  private final JournalState.Found state;
  private CompletableFuture<AppendLog> opened;

  /**
   * @param section the plugin's section of the settings
   */
  public AppendJournal(Config section) {
    this.settings = LogSettings.from(context().system().settings().config(), section);
    this.frame = new EventFrame(SerializationExtension.get(context().system()));
    this.flushes = JournalFlushes.of(context().system());
    this.state = JournalState.of(context().system());
    this.replays = context().system().dispatchers().lookup(section.getString("replay-dispatcher"));
  }

  /** Reading the log may take long, and this actor's thread has more to do. */
  @Override
  public void preStart() throws Exception {
    super.preStart();
    opened = CompletableFuture.supplyAsync(this::open, replays::execute);
  }

  private AppendLog open() {
    try {
      var log = AppendLog.open(settings, new FileDisk(flushes::flushed), state::shortOf);
      state.lost(log.loss());
      return log;
    } catch (IOException | RuntimeException e) {
      LOG.error("the journal refuses to work: {}", e.getMessage(), e);
      throw new CompletionException(e);
    }
  }

  @Override
  public void postStop() throws Exception {
    var log = opened.exceptionally(refusal -> null).join();
    if (log != null) {
      log.close();
    }
    super.postStop();
  }

  @Override
  public Future<Iterable<Optional<Exception>>> doAsyncWriteMessages(Iterable<AtomicWrite> writes) {
    return future(opened.thenCompose(log -> write(log, writes)));
  }

  private CompletableFuture<Iterable<Optional<Exception>>> write(
      AppendLog log, Iterable<AtomicWrite> writes) {
    var results = new ArrayList<CompletableFuture<Optional<Exception>>>(1);
    writes.forEach(write -> results.add(write(log, write)));
    return CompletableFuture.allOf(results.toArray(CompletableFuture[]::new))
        .thenApply(all -> results.stream().map(CompletableFuture::join).toList());
  }

  private CompletableFuture<Optional<Exception>> write(AppendLog log, AtomicWrite write) {
    Entry entry;
    try {
      entry = entryOf(write);
    } catch (Exception e) { // whatever a serializer throws
      return CompletableFuture.completedFuture(Optional.of(e));
    }
    return log.append(entry).handle(AppendJournal::outcome);
  }

  private Entry entryOf(AtomicWrite write) {
    List<Event> events = new ArrayList<>(write.size());
    CollectionConverters.asJava(write.payload()).forEach(each -> events.add(frame.encode(each)));
    return new Entry(write.persistenceId(), write.lowestSequenceNr(), events);
  }

  private static Optional<Exception> outcome(Void durable, Throwable failure) {
    if (failure == null) {
      return ACCEPTED;
    }
    if (failure instanceof RecordRefused || failure instanceof LogOverloaded) {
      return Optional.of((LogRefusal) failure);
    }
    throw failure instanceof LogRefusal refusal
        ? refusal
        : new LogWriteFailed("log write failed", failure);
  }

  private static <T> Future<T> future(CompletionStage<? extends T> stage) {
    Promise<T> promise = Futures.promise();
    var unused =
        stage.whenComplete(
            (value, failure) -> {
              if (failure == null) {
                promise.success(value);
              } else {
                promise.failure(
                    failure instanceof CompletionException ? failure.getCause() : failure);
              }
            });
    return promise.future();
  }

  @Override
  public Future<Void> doAsyncDeleteMessagesTo(String persistenceId, long to) {
    return future(opened.thenCompose(log -> log.deleteTo(persistenceId, to)));
  }

  @Override
  public Future<Void> doAsyncReplayMessages(
      String persistenceId, long from, long to, long max, Consumer<PersistentRepr> replay) {
    return future(
        opened.thenAcceptAsync(
            log -> replay(log, persistenceId, new Range(from, to, max), replay), replays::execute));
  }

  private record Range(long from, long to, long max) {}

  private void replay(
      AppendLog log, String persistenceId, Range range, Consumer<PersistentRepr> replay) {
    try {
      log.replay(
          persistenceId,
          range.from(),
          range.to(),
          range.max(),
          (sequence, octets) -> replay.accept(frame.decode(persistenceId, sequence, octets)));
    } catch (IOException e) {
      throw new CompletionException(e);
    }
  }

  @Override
  public Future<Long> doAsyncReadHighestSequenceNr(String persistenceId, long from) {
    return future(opened.thenApply(log -> log.highest(persistenceId)));
  }
}
