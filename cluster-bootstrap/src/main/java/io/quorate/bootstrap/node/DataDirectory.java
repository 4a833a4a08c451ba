package io.quorate.bootstrap.node;

import io.quorate.bootstrap.committee.CommitteeFile;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.Genesis;
import io.quorate.persistence.append.EmbeddedJournal;
import io.quorate.persistence.append.disk.LogSettings;
import io.quorate.persistence.append.error.LogRefusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A replica's data directory, held by one process at a time and marked with its owner, so that a
 * replica never starts on another one's or another group's data.
 */
public final class DataDirectory implements AutoCloseable {

  private static final String OWNER = "owner";

  private final ReplicaLock lock;
  private final IncarnationRecord incarnationRecord;
  private final Attempts attempts;

  private DataDirectory(ReplicaLock lock, IncarnationRecord incarnationRecord, Attempts attempts) {
    this.lock = lock;
    this.incarnationRecord = incarnationRecord;
    this.attempts = attempts;
  }

  /** Marks a directory that is founded now: the only one whose owner may vote from nothing. */
  public static void found(Path directory) throws IOException {
    DurableFile.directory(directory);
    IncarnationRecord.founded().write(directory);
  }

  /**
   * Who holds a data directory.
   *
   * @param process the holder, when it is shown to be the living process that took the lock; empty
   *     when it cannot be seen from here, as from another container. Only this one may be ended
   * @param said what the holder wrote about itself, for people
   */
  public record Holder(Optional<ProcessHandle> process, String said) {}

  /**
   * Who holds this data directory now; empty when no replica runs on it. Only the lock says that a
   * replica runs: no file that was left behind or copied does. Asking makes nobody refuse.
   *
   * @param directory need not exist
   */
  public static Optional<Holder> holder(Path directory) {
    try {
      return ReplicaLock.holder(directory)
          .map(said -> new Holder(ProcessMark.parse(said).flatMap(ProcessMark::find), said));
    } catch (IOException e) {
      throw new CannotStart(directory + " cannot be asked who holds it: " + DurableFile.why(e), e);
    }
  }

  IncarnationRecord incarnationRecord() {
    return incarnationRecord;
  }

  Attempts attempts() {
    return attempts;
  }

  /** Takes the directory, and begins the next life in it. */
  static DataDirectory open(NodeSettings settings, Genesis genesis) {
    var directory = settings.storage().data();
    try {
      DurableFile.directory(directory);
      var lock = ReplicaLock.take(directory).orElseThrow(() -> inUse(directory));
      try {
        mark(directory.resolve(OWNER), owner(genesis, settings.index()));
        return new DataDirectory(
            lock, incarnationRecord(settings, genesis), Attempts.begin(directory));
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (LogRefusal e) {
      throw new CannotStart(e.getMessage(), e);
    } catch (IOException e) {
      throw new CannotStart(
          "the data in " + directory + " cannot be used: " + DurableFile.why(e), e);
    }
  }

  /** Without durability there is nothing to lose, and nothing is noted. */
  private static IncarnationRecord incarnationRecord(NodeSettings settings, Genesis genesis)
      throws IOException {
    var storage = settings.storage();
    if (!storage.durable()) {
      return new IncarnationRecord(System.currentTimeMillis(), IncarnationRecord.Memory.NEW, "");
    }
    boolean embedded = storage.journal().equals(IncarnationRecord.EMBEDDED);
    var journal = LogSettings.embedded(PekkoSettings.of(settings, genesis));
    boolean isBegun = !embedded || EmbeddedJournal.isBegun(journal);
    var incarnationRecord = IncarnationRecord.next(storage.data(), storage.journal(), isBegun);
    if (incarnationRecord.isNew() && embedded) {
      EmbeddedJournal.begin(journal);
    }
    return incarnationRecord.begun(storage.data());
  }

  private static CannotStart inUse(Path directory) {
    return new CannotStart(directory + " is in use by another process");
  }

  private static String owner(Genesis genesis, int index) {
    var group = Digest.of(Bytes.utf8(CommitteeFile.render(genesis)));
    return "group " + group.toHex() + " replica " + index;
  }

  /** A mark that cannot be read is written again: what is damaged belongs to nobody else. */
  private static void mark(Path file, String owner) throws IOException {
    var found = ownerIn(file);
    refuseForeign(file, found, owner);
    if (!found.equals(owner)) {
      DurableFile.replace(file, owner + "\n");
    }
  }

  private static String ownerIn(Path file) throws IOException {
    return DurableFile.read(file);
  }

  private static void refuseForeign(Path file, String found, String owner) {
    if (found.matches("group [0-9a-f]{64} replica [0-9]+") && !found.equals(owner)) {
      throw new CannotStart(
          file.getParent() + " holds data of another group or replica (" + found + ")");
    }
  }

  /**
   * Looks whose data this is, and writes nothing.
   *
   * @throws CannotStart when it is another group's or replica's
   */
  public static void refuseForeign(Path directory, Genesis genesis, int index) {
    var file = directory.resolve(OWNER);
    try {
      refuseForeign(file, ownerIn(file), owner(genesis, index));
    } catch (IOException e) {
      throw new CannotStart(file + " cannot be read: " + DurableFile.why(e), e);
    }
  }

  /** In order: this end counts for nothing. */
  @Override
  public void close() {
    attempts.end();
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
