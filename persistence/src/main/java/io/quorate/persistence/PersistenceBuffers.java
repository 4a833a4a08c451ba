package io.quorate.persistence;

import io.quorate.engine.model.Buffer;
import io.quorate.engine.model.Genesis;
import io.quorate.persistence.append.disk.LogSettings;
import io.quorate.persistence.log.JournalSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a slow disk can make a replica keep. */
public final class PersistenceBuffers {

  public static final String EVENTS = "places of events";
  public static final String WRITES = "writes that wait for the disk";
  public static final String DECISIONS = "decisions that wait for the disk";
  public static final String EVENT = "an event being written";

  private static final String DISK = "a slow disk";

  private PersistenceBuffers() {}

  /**
   * The worst cases of a replica that keeps its votes.
   *
   * @param embedded empty when another journal is used
   */
  public static List<Buffer> of(
      Genesis genesis, JournalSettings log, Optional<LogSettings> embedded) {
    long batch = genesis.rules().limits().batchBytes();
    long event = Math.max(batch, log.largestEvent());
    var buffers = new ArrayList<Buffer>();
    embedded.ifPresent(
        journal ->
            buffers.add(
                new Buffer(
                    WRITES,
                    DISK,
                    "persistence.append.journal.queue-size",
                    2 * journal.queueSize())));
    buffers.add(new Buffer(DECISIONS, DISK, "persistence.log.commit-queue", log.commitQueue()));
    buffers.add(new Buffer(EVENTS, DISK, "replica.snapshot-every", 1 << 20));
    buffers.add(new Buffer(EVENT, DISK, "batch-bytes, largest-event", 2 * event));
    return buffers;
  }
}
