package io.quorate.bootstrap.node;

import io.quorate.bootstrap.access.ReplicaAccess;
import io.quorate.bootstrap.access.ReplicaStatus;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Which slot this process executes, in a page of memory that outlives it, and how often it ended
 * there. A replica that runs out of memory at a decided slot would do so at every start, for what
 * is decided must be executed: after a few tries it does not try again by itself, and says why.
 *
 * <p>The page is a mapped file, which nothing forces: it is exact after the end of a process,
 * however that came, and a power failure only makes it forget.
 */
final class Attempts {

  /** Ends at the same slot, one after the other, after which it is not tried again. */
  static final int MOST_AT_A_SLOT = 3;

  /** Ends while the journals are read: those who are impatient may cause them, too. */
  static final int MOST_WHILE_READING = 10;

  private static final Executor LATER = CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS);

  private static final String FILE = "attempts";
  private static final int PAGE = 4096;

  private static final int SLOT = 0;
  private static final int PHASE = 8;
  private static final int COUNT = 12;
  private static final int WHERE = 16;

  private static final int ENDED = 0;
  private static final int READING = 1;
  private static final int RUNNING = 2;

  private final MappedByteBuffer page;
  private final Optional<GivenUp> refusal;

  /**
   * Why it is not tried again.
   *
   * @param slot 0 while the journals were read
   */
  record GivenUp(int ends, long slot) {

    String text() {
      var where = slot == 0 ? "read its journals" : "executed slot " + slot;
      return "its last "
          + ends
          + " starts ended while it "
          + where
          + ", killed or out of memory, so it does not try again by itself. Look at the end of its"
          + " log, give the process more memory, then stop it and start it: it tries again";
    }
  }

  private Attempts(MappedByteBuffer page) {
    this.page = page;
    this.refusal = count();
  }

  /** Notes how the process before ended, and that this one begins. */
  static Attempts begin(Path directory) throws IOException {
    try (var channel =
        FileChannel.open(
            directory.resolve(FILE),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      return new Attempts(channel.map(FileChannel.MapMode.READ_WRITE, 0, PAGE));
    }
  }

  private Optional<GivenUp> count() {
    long slot = page.getLong(SLOT);
    int phase = page.getInt(PHASE);
    boolean isSame = slot == page.getLong(WHERE);
    boolean ended = phase == ENDED || (phase == RUNNING && slot == 0);
    int ends = ended ? 0 : isSame ? page.getInt(COUNT) + 1 : 1;
    page.putInt(COUNT, ends);
    page.putLong(WHERE, slot);
    if (ends >= (slot == 0 ? MOST_WHILE_READING : MOST_AT_A_SLOT)) {
      return Optional.of(new GivenUp(ends, slot));
    }
    page.putLong(SLOT, 0);
    page.putInt(PHASE, READING);
    return Optional.empty();
  }

  /** Why the replica is not to be started; empty when it is. */
  Optional<GivenUp> refusal() {
    return refusal;
  }

  /** Asks it from time to time, until it runs or was ended. */
  void noteWhenItRuns(ReplicaAccess replica) {
    if (page.getInt(PHASE) != READING) {
      return;
    }
    var unused =
        replica
            .status()
            .whenComplete(
                (status, failure) -> {
                  if (failure == null && !status.mode().equals(ReplicaStatus.RECOVERING)) {
                    running();
                  } else {
                    LATER.execute(() -> noteWhenItRuns(replica));
                  }
                });
  }

  /** The journals are read. */
  void running() {
    page.putInt(PHASE, RUNNING);
  }

  void executing(long slot) {
    page.putLong(SLOT, slot);
  }

  void executed() {
    page.putLong(SLOT, 0);
  }

  /** Ends in order; an execution that failed still counts, unless it was not tried at all. */
  void end() {
    boolean isFailed = page.getLong(SLOT) != 0 && refusal.isEmpty();
    page.putLong(SLOT, isFailed ? page.getLong(SLOT) : 0);
    page.putInt(PHASE, isFailed ? RUNNING : ENDED);
  }
}
