package io.quorate.persistence.append;

import io.quorate.persistence.append.disk.Disk;
import io.quorate.persistence.append.disk.LogSettings;
import io.quorate.persistence.append.error.CorruptLog;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far the log went, said twice. The mark is with the log's data, and must be there. The witness
 * is elsewhere: it tells when all of the data is an older copy. It may be absent, and no trouble
 * with it stops the log.
 */
final class Marks implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(Marks.class);

  private final HighWater mark;
  private Optional<HighWater> witness;

  private Marks(HighWater mark, Optional<HighWater> witness) {
    this.mark = mark;
    this.witness = witness;
  }

  /**
   * What is known of the log; empty when no record of it was ever durable.
   *
   * @throws CorruptLog when the mark is unreadable
   */
  static Optional<HighWater.Level> read(LogSettings settings, Disk disk) throws IOException {
    var mark = HighWater.read(disk, settings.mark());
    var seen = settings.witness().flatMap(file -> witnessed(disk, file, settings.identity()));
    if (mark.isEmpty() || seen.isEmpty()) {
      return mark.or(() -> seen);
    }
    var last = mark.get();
    boolean isAhead = !seen.get().isReachedBy(last.segment(), last.offset());
    boolean knowsMore = last.loss().isEmpty() && !seen.get().loss().isEmpty();
    return isAhead || knowsMore ? seen : mark;
  }

  private static Optional<HighWater.Level> witnessed(Disk disk, Path file, String identity) {
    int owner = HighWater.Level.ownerOf(identity);
    try {
      return HighWater.read(disk, file).filter(level -> level.owner() == owner);
    } catch (IOException | CorruptLog e) {
      LOG.warn("{} tells nothing: {}", file, e.getMessage());
      return Optional.empty();
    }
  }

  static Marks begin(LogSettings settings, Disk disk, HighWater.Level level) throws IOException {
    var mark = HighWater.begin(disk, settings.mark(), level);
    return new Marks(mark, settings.witness().flatMap(file -> witness(disk, file, level)));
  }

  private static Optional<HighWater> witness(Disk disk, Path file, HighWater.Level level) {
    try {
      return Optional.of(HighWater.begin(disk, file, level));
    } catch (IOException | CorruptLog e) {
      LOG.warn("{} is not written: {}", file, e.getMessage());
      return Optional.empty();
    }
  }

  /** The log is durable up to here. */
  void reached(long segment, int offset) throws IOException {
    mark.reached(segment, offset);
    try {
      if (witness.isPresent()) {
        witness.get().reached(segment, offset);
      }
    } catch (IOException e) {
      LOG.warn("the journal's witness is not written any more: {}", e.getMessage());
      witness = Optional.empty();
    }
  }

  void force() throws IOException {
    mark.force();
  }

  @Override
  public void close() throws IOException {
    mark.close();
    if (witness.isPresent()) {
      witness.get().close();
    }
  }
}
