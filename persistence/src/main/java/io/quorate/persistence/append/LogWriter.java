package io.quorate.persistence.append;

import io.quorate.engine.model.Bounded;
import io.quorate.persistence.PersistenceBuffers;
import io.quorate.persistence.append.error.LogRefusal;
import io.quorate.persistence.append.error.LogWriteFailed;
import io.quorate.persistence.append.error.RecordRefused;
import io.quorate.persistence.append.segment.Index;
import io.quorate.persistence.append.segment.RecordHeader;
import io.quorate.persistence.append.segment.RecordType;
import io.quorate.persistence.append.segment.SegmentHead;
import io.quorate.persistence.append.segment.Segments;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes. All that waits becomes one group with one force; only then is it
 * indexed and its callers are told. After the first failure nothing is written any more.
 */
final class LogWriter implements Runnable, Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(LogWriter.class);

  private final WriteQueue queue;
  private final Index index;
  private final Segments segments;
  private final GroupWriter group;

  @Bounded(by = PersistenceBuffers.WRITES)
  private final List<Written> written = new ArrayList<>();

  @Bounded(by = PersistenceBuffers.WRITES)
  private final Map<String, Long> reached = new HashMap<>();

  private Marks marks;
  private volatile LogRefusal failure;

  /** A record of the group in hand. */
  private record Written(String persistenceId, RecordHeader header, CompletableFuture<Void> done) {}

  /** The group writer stands behind the last record of the log. */
  LogWriter(WriteQueue queue, Index index, Segments segments, GroupWriter group) {
    this.queue = queue;
    this.index = index;
    this.segments = segments;
    this.group = group;
  }

  /** The marks are this writer's from now on. */
  void begin(Marks ofTheLog) {
    marks = ofTheLog;
  }

  /** Why nothing is written any more; null while all is well. */
  LogRefusal failure() {
    return failure;
  }

  @Override
  public void run() {
    List<WriteQueue.Task> tasks = List.of();
    try {
      reclaim();
      for (tasks = queue.takeAll(); !tasks.isEmpty(); tasks = queue.takeAll()) {
        for (var task : tasks) {
          accept(task);
        }
        commit();
        reclaim();
      }
      if (failure == null) {
        makeRoom(0);
        group.sign(RecordType.CLOSED);
        group.commit();
        marks.reached(group.segment().number(), group.position());
        marks.force();
      }
    } catch (Throwable e) { // an Error too: callers must hear that nothing more is written
      fail(e instanceof LogRefusal refusal ? refusal : new LogWriteFailed(segments.toString(), e));
      tasks.forEach(task -> task.done().completeExceptionally(failure));
    }
  }

  /** Ends writing for good. */
  synchronized void fail(LogRefusal why) {
    if (failure == null) {
      LOG.error("the log takes no more writes: {}", why.getMessage());
      failure = why;
    }
    queue.close();
    drain();
  }

  private void drain() {
    try {
      queue.takeAll().forEach(task -> task.done().completeExceptionally(failure));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // cannot be: a closed queue does not wait
    }
  }

  private void accept(WriteQueue.Task task) throws IOException {
    if (failure != null) {
      throw failure;
    }
    if (task instanceof WriteQueue.Append append) {
      append(append.entry(), append.done());
    } else if (task instanceof WriteQueue.Delete delete) {
      delete(delete);
    }
  }

  private void append(Entry entry, CompletableFuture<Void> done) throws IOException {
    var persistenceId = entry.persistenceId();
    long highest = highest(persistenceId);
    if (entry.first() <= highest) {
      done.completeExceptionally(
          RecordRefused.outOfSequence(persistenceId, highest, entry.first()));
      return;
    }
    byte[] id = entry.id();
    makeRoom(entry.bodyOctets(id));
    var header = group.events(entry, id, highest);
    reached.put(persistenceId, header.last());
    written.add(new Written(persistenceId, header, done));
  }

  private void delete(WriteQueue.Delete delete) throws IOException {
    long highest = highest(delete.persistenceId());
    long to = Math.min(delete.to(), highest);
    if (to <= index.deletedTo(delete.persistenceId())) {
      delete.done().complete(null);
      return;
    }
    mark(new Index.Mark(delete.persistenceId(), to, highest), delete.done());
  }

  private void mark(Index.Mark mark, CompletableFuture<Void> done) throws IOException {
    byte[] id = Entry.idOf(mark.persistenceId());
    makeRoom(id.length);
    var header = group.mark(id, mark.deletedTo(), mark.highest());
    written.add(new Written(mark.persistenceId(), header, done));
  }

  private long highest(String persistenceId) {
    var inGroup = reached.get(persistenceId);
    return inGroup == null ? index.highest(persistenceId) : inGroup;
  }

  private void makeRoom(long bodyOctets) throws IOException {
    if (group.fits(bodyOctets)) {
      return;
    }
    group.sign(RecordType.END);
    commit();
    var next = segments.create();
    index.add(next);
    group.begin(next, segments.open(next), SegmentHead.SIZE);
  }

  private void commit() throws IOException {
    if (group.isEmpty()) {
      return;
    }
    group.commit();
    marks.reached(group.segment().number(), group.position());
    for (var record : written) {
      if (record.header().type() == RecordType.EVENTS) {
        index.events(group.segment(), record.persistenceId(), record.header());
      } else {
        index.mark(group.segment(), record.persistenceId(), record.header());
      }
    }
    written.forEach(record -> record.done().complete(null));
    written.clear();
    reached.clear();
    if (group.position() > group.segment().head().size() / 2) {
      segments.prepare();
    }
  }

  /** Gives back segments without live events, after what they alone said is said again. */
  private void reclaim() throws IOException {
    for (var segment : index.idle(group.segment())) {
      for (var mark : index.marksIn(segment)) {
        mark(mark, new CompletableFuture<>());
      }
      commit();
      index.remove(segment);
      segments.recycle(segment);
    }
  }

  @Override
  public void close() throws IOException {
    if (marks != null) {
      marks.close();
    }
  }
}
