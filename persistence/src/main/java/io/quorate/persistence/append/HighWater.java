package io.quorate.persistence.append;

import io.quorate.persistence.append.disk.Disk;
import io.quorate.persistence.append.error.CorruptLog;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Up to where the log was once durable, in a file beside its directory. It is written after every
 * force of the log, so that it never says too much. It is forced itself only now and then: it is
 * exact after the end of a process, and at most {@link #LAG} bytes behind after a power failure. It
 * is made before the first record, so that its absence shows that there never was one.
 *
 * <p>Two pages are written in turn, and the later readable one counts. All that changes is in the
 * first sector of a page.
 */
final class HighWater implements Closeable {

  /** Bytes of the log after which this file is forced, too. */
  static final long LAG = 4L << 20;

  private static final long MAGIC = 0x51554f524d524b31L; // "QUORMRK1"
  private static final int PAGE = 4096;
  private static final int PAGES = 2;
  private static final int CHECKED = 3 * Long.BYTES + 2 * Integer.BYTES;
  private static final int TEXT = CHECKED + Integer.BYTES + Short.BYTES;
  private static final int MAX_TEXT = PAGE - TEXT;

  /**
   * What the file says.
   *
   * @param segment number of the last segment in which a record was durable
   * @param offset where that record ends
   * @param owner stands for the log's identity
   * @param loss what of the log was found to be lost, and when; empty for a log that is whole
   */
  record Level(long segment, int offset, int owner, String loss) {

    static int ownerOf(String identity) {
      var crc = new CRC32C();
      crc.update(identity.getBytes(StandardCharsets.UTF_8));
      return (int) crc.getValue();
    }

    /** Whether records that end there are all that this level speaks of. */
    boolean isReachedBy(long lastSegment, int end) {
      return lastSegment > segment || (lastSegment == segment && end >= offset);
    }

    Level at(long lastSegment, int end) {
      return new Level(lastSegment, end, owner, loss);
    }
  }

  private record Page(long generation, Level level) {}

  private final Disk.OpenFile file;
  private long generation;
  private Level level;
  private long unforced;

  private HighWater(Disk.OpenFile file, long generation, Level level) {
    this.file = file;
    this.generation = generation;
    this.level = level;
  }

  /**
   * What is known of a log; empty when no record of it was ever durable.
   *
   * @throws CorruptLog when the file is unreadable
   */
  static Optional<Level> read(Disk disk, Path file) throws IOException {
    if (!disk.list(file.getParent()).contains(file)) {
      return Optional.empty();
    }
    try (var opened = disk.readOnly(file)) {
      return Optional.of(latest(file, opened).level());
    }
  }

  private static Page latest(Path file, Disk.OpenFile opened) throws IOException {
    Page latest = null;
    for (int i = 0; i < PAGES; i++) {
      var page = page(opened, i);
      if (page != null && (latest == null || page.generation() > latest.generation())) {
        latest = page;
      }
    }
    if (latest == null) {
      throw new CorruptLog(file, 0, "it cannot be read how far the journal went");
    }
    return latest;
  }

  private static Page page(Disk.OpenFile opened, int index) throws IOException {
    var page = ByteBuffer.allocate(PAGE);
    for (int n = 0; n >= 0 && page.hasRemaining(); ) {
      n = opened.read(page, (long) index * PAGE + page.position());
    }
    int length = Short.toUnsignedInt(page.getShort(TEXT - Short.BYTES));
    if (page.getLong(0) != MAGIC
        || length > MAX_TEXT
        || page.getInt(CHECKED) != checksum(page, length)) {
      return null;
    }
    var loss = StandardCharsets.UTF_8.decode(page.slice(TEXT, length)).toString();
    return new Page(
        page.getLong(8), new Level(page.getLong(16), page.getInt(24), page.getInt(28), loss));
  }

  private static int checksum(ByteBuffer page, int textLength) {
    var crc = new CRC32C();
    crc.update(page.slice(0, CHECKED));
    crc.update(page.slice(TEXT, textLength));
    return (int) crc.getValue();
  }

  /** Makes the file say this, durably, whether there was one or not. */
  static HighWater begin(Disk disk, Path file, Level level) throws IOException {
    if (!disk.list(file.getParent()).contains(file)) {
      var unfinished = file.resolveSibling(file.getFileName() + ".tmp");
      try (var made = disk.readWrite(unfinished)) {
        made.write(ByteBuffer.allocate(PAGES * PAGE), 0);
        made.write(encode(0, level), 0);
        made.forceAll();
      }
      disk.move(unfinished, file);
      disk.forceDirectory(file.getParent());
    }
    var opened = disk.readWrite(file);
    try {
      var mark = new HighWater(opened, latest(file, opened).generation(), level);
      mark.write(level);
      mark.file.force();
      return mark;
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  private static ByteBuffer encode(long generation, Level level) {
    byte[] all = level.loss().getBytes(StandardCharsets.UTF_8);
    int length = Math.min(all.length, MAX_TEXT);
    var page = ByteBuffer.allocate(TEXT + length);
    page.putLong(MAGIC).putLong(generation).putLong(level.segment()).putInt(level.offset());
    page.putInt(level.owner());
    page.position(TEXT - Short.BYTES);
    page.putShort((short) length).put(all, 0, length);
    page.putInt(CHECKED, checksum(page, length));
    return page.flip();
  }

  /** The log is durable up to here. */
  void reached(long segment, int offset) throws IOException {
    boolean isNew = segment != level.segment();
    unforced += isNew ? LAG : offset - level.offset();
    write(level.at(segment, offset));
    if (unforced >= LAG) {
      force();
    }
  }

  void force() throws IOException {
    file.force();
    unforced = 0;
  }

  private void write(Level next) throws IOException {
    generation++;
    file.write(encode(generation, next), generation % PAGES * PAGE);
    level = next;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
