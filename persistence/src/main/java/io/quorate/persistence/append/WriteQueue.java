package io.quorate.persistence.append;

import io.quorate.engine.model.Bounded;
import io.quorate.persistence.PersistenceBuffers;
import io.quorate.persistence.append.error.LogOverloaded;
import io.quorate.persistence.append.error.LogWriteFailed;
import io.quorate.persistence.append.segment.RecordHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What waits for the writer, bounded in octets. Handed over whole: it becomes one group. */
final class WriteQueue {
  private final long limit;

  @Bounded(by = PersistenceBuffers.WRITES)
  private List<Task> waiting = new ArrayList<>();

  private long octets;
  private boolean closed;

  /** A write and whom to tell when it is durable. */
  sealed interface Task {
    CompletableFuture<Void> done();

    long octets();
  }

  record Append(Entry entry, long octets, CompletableFuture<Void> done) implements Task {}

  record Delete(String persistenceId, long to, CompletableFuture<Void> done) implements Task {
    @Override
    public long octets() {
      return (long) RecordHeader.SIZE + persistenceId.length();
    }
  }

  WriteQueue(long limit) {
    this.limit = limit;
  }

  /**
   * Adds a task; one that is larger than the limit alone may wait alone.
   *
   * @throws LogOverloaded when it does not fit
   * @throws LogWriteFailed when the log is closed
   */
  synchronized void add(Task task) {
    if (closed) {
      throw new LogWriteFailed("the log is closed");
    }
    if (octets > 0 && octets + task.octets() > limit) {
      throw new LogOverloaded(octets, limit);
    }
    waiting.add(task);
    octets += task.octets();
    if (waiting.size() == 1) {
      notifyAll();
    }
  }

  /** All that waits, as soon as there is something; empty once closed and drained. */
  synchronized List<Task> takeAll() throws InterruptedException {
    while (waiting.isEmpty() && !closed) {
      wait();
    }
    var taken = waiting;
    waiting = new ArrayList<>();
    octets = 0;
    return taken;
  }

  /** Refuses what comes from now on. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }
}
