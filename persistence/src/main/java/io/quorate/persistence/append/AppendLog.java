package io.quorate.persistence.append;

import io.quorate.persistence.append.disk.DirectoryLock;
import io.quorate.persistence.append.disk.Disk;
import io.quorate.persistence.append.disk.FileDisk;
import io.quorate.persistence.append.disk.LogSettings;
import io.quorate.persistence.append.error.CorruptLog;
import io.quorate.persistence.append.error.LogRefusal;
import io.quorate.persistence.append.error.RecordRefused;
import io.quorate.persistence.append.error.TornTail;
import io.quorate.persistence.append.segment.Index;
import io.quorate.persistence.append.segment.RecordHeader;
import io.quorate.persistence.append.segment.SegmentHead;
import io.quorate.persistence.append.segment.Segments;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A durable log of numbered events of many persistence ids in one directory.
 *
 * <p>A future of {@link #append} completes when the event is on disk and never before. Writes of
 * all persistence ids that wait at the same time share one force. Methods may be called from any
 * thread. Refusals are described at {@link LogRefusal}.
 */
final class AppendLog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AppendLog.class);

  private final LogSettings settings;
  private final Disk disk;
  private final DirectoryLock lock;
  private final Index index = new Index();
  private final Segments segments;
  private final GroupWriter group = new GroupWriter();
  private final WriteQueue queue;
  private final LogWriter writer;
  private final Thread thread;
  private Optional<TornTail> tornTail = Optional.empty();
  private String loss = "";

  private AppendLog(
      LogSettings settings, Disk disk, DirectoryLock lock, Consumer<String> shortage) {
    this.settings = settings;
    this.disk = disk;
    this.lock = lock;
    this.segments = new Segments(settings, disk, shortage);
    this.queue = new WriteQueue(settings.queueSize());
    this.writer = new LogWriter(queue, index, segments, group);
    this.thread = new Thread(writer, "quorate-log-writer");
    this.thread.setDaemon(true);
  }

  static AppendLog open(LogSettings settings) throws IOException {
    return open(settings, new FileDisk());
  }

  /**
   * Reads the whole log, cuts a torn tail and starts the writer. A log that was once longer is
   * opened, too, and says so from then on ({@link #loss}).
   *
   * @throws LogInUse when it is open elsewhere
   * @throws ForeignLog when it belongs to another identity
   * @throws CorruptLog when something that was durable is unreadable
   */
  static AppendLog open(LogSettings settings, Disk disk) throws IOException {
    return open(settings, disk, shortage -> {});
  }

  /**
   * The same.
   *
   * @param shortage told why writes wait for room, or soon will; an empty text when they do not
   */
  static AppendLog open(LogSettings settings, Disk disk, Consumer<String> shortage)
      throws IOException {
    var lock = DirectoryLock.acquire(settings.directory());
    var log = new AppendLog(settings, disk, lock, shortage);
    try {
      log.recover();
      log.thread.start();
      return log;
    } catch (IOException | RuntimeException e) {
      log.release();
      throw e;
    }
  }

  private void recover() throws IOException {
    var files = segments.list();
    var mark = Marks.read(settings, disk);
    var recovery = new LogRecovery(settings, disk, index);
    var tail =
        files.isEmpty() ? Optional.<LogRecovery.Tail>empty() : Optional.of(recovery.run(files));
    loss = recovery.loss(mark, tail);
    if (loss.isEmpty()) {
      recovery.requireComplete();
    } else {
      LOG.error("the journal is not whole: {}", loss);
    }
    tornTail = tail.flatMap(LogRecovery.Tail::torn);
    tornTail.ifPresent(torn -> LOG.warn("{}", torn));
    mark.ifPresent(level -> segments.skipTo(level.segment()));
    goOn(tail);
  }

  /** The mark is durable before the first record is taken. */
  private void goOn(Optional<LogRecovery.Tail> tail) throws IOException {
    if (tail.isPresent() && !tail.get().ended()) {
      var last = tail.get();
      group.begin(last.segment(), segments.open(last.segment()), last.end());
    } else {
      var segment = segments.createAtOnce();
      index.add(segment);
      group.begin(segment, segments.open(segment), SegmentHead.SIZE);
    }
    int owner = HighWater.Level.ownerOf(settings.identity());
    var level = new HighWater.Level(group.segment().number(), group.position(), owner, loss);
    writer.begin(Marks.begin(settings, disk, level));
  }

  /** Completes when the entry is durable; fails with a {@link LogRefusal}. */
  CompletableFuture<Void> append(Entry entry) {
    long octets = entry.bodyOctets(entry.id()) + RecordHeader.SIZE;
    long limit = capacity();
    if (octets > limit) {
      return CompletableFuture.failedFuture(
          RecordRefused.tooLarge(entry.persistenceId(), octets, limit));
    }
    return add(new WriteQueue.Append(entry, octets, new CompletableFuture<>()));
  }

  /** Deletes all events up to a number, which may lie above the highest. */
  CompletableFuture<Void> deleteTo(String persistenceId, long to) {
    return add(new WriteQueue.Delete(persistenceId, to, new CompletableFuture<>()));
  }

  private CompletableFuture<Void> add(WriteQueue.Task task) {
    try {
      queue.add(task);
      return task.done();
    } catch (LogRefusal refusal) {
      var earlier = writer.failure();
      return CompletableFuture.failedFuture(earlier == null ? refusal : earlier);
    }
  }

  /** The highest number ever written, deleted or not; 0 when there is none. */
  long highest(String persistenceId) {
    return index.highest(persistenceId);
  }

  /** Visits durable, undeleted events in order, at most {@code max} of them. */
  void replay(String persistenceId, long from, long to, long max, EventVisitor visitor)
      throws IOException {
    if (writer.failure() instanceof CorruptLog corrupt) {
      throw corrupt;
    }
    long first = Math.max(from, index.deletedTo(persistenceId) + 1);
    var held = index.hold(persistenceId, first, to);
    try {
      new Replay(disk, persistenceId, first, to, max, visitor).read(held);
    } catch (CorruptLog corrupt) {
      writer.fail(corrupt);
      throw corrupt;
    } finally {
      index.release(held);
    }
  }

  /** What was cut when the log was opened. */
  Optional<TornTail> tornTail() {
    return tornTail;
  }

  /** What of it is gone although it was durable, now or at an earlier start; else empty. */
  String loss() {
    return loss;
  }

  int segmentCount() {
    return index.segmentCount();
  }

  private long capacity() {
    return Math.min(Integer.MAX_VALUE, settings.segmentSize() - SegmentHead.SIZE)
        - 2L * RecordHeader.SIZE
        - Long.BYTES;
  }

  /** Writes what waits, marks the log as closed in good order and lets others open it. */
  @Override
  public void close() throws IOException {
    queue.close();
    segments.giveUpWaiting();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    release();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void release() throws IOException {
    try (lock;
        segments;
        group;
        writer) {
      queue.close();
    }
  }
}
