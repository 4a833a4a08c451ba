package io.quorate.bootstrap.node;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How often a replica was started on its data, and whether the data is all there. Votes are on that
 * disk: whoever starts from nothing though it was not founded just now has lost them, and may
 * follow the group but never vote again under its identity.
 *
 * @param incarnation counts the starts; 0 when founded
 * @param journal where votes are kept, as the settings name it; empty before the first start
 */
record IncarnationRecord(long incarnation, Memory memory, String journal) {

  private static final String FILE = "life";

  /** The kind of journal whose files are in the data directory. */
  static final String EMBEDDED = "embedded";

  private static final Pattern TEXT =
      Pattern.compile("incarnation ([0-9]{1,18}) (new|whole|lost)( in ([a-z]+))?");

  /** What is on the disk of what was promised. */
  enum Memory {
    /** Nothing was promised: the journal was not begun when this was written. */
    NEW,
    /** The journal was begun before anything was promised. */
    WHOLE,
    /** Something of a former life is gone; stays so. */
    LOST
  }

  static IncarnationRecord founded() {
    return new IncarnationRecord(0, Memory.NEW, "");
  }

  /**
   * Begins the next life; it is on disk when this returns.
   *
   * @param journal where votes are kept from now on; votes in another one are as good as lost
   * @param isBegun whether that journal's own mark is there
   */
  static IncarnationRecord next(Path directory, String journal, boolean isBegun)
      throws IOException {
    var found = TEXT.matcher(DurableFile.read(directory.resolve(FILE)));
    if (!found.matches()) {
      return new IncarnationRecord(System.currentTimeMillis(), Memory.LOST, journal)
          .written(directory);
    }
    var memory = Memory.valueOf(found.group(2).toUpperCase(Locale.ROOT));
    boolean moved = !journal.equals(found.group(4));
    if (memory == Memory.WHOLE && (moved || !isBegun)) {
      memory = Memory.LOST;
    }
    return new IncarnationRecord(Long.parseLong(found.group(1)) + 1, memory, journal)
        .written(directory);
  }

  /** The journal was begun, and is durable though empty: from now on its absence is a loss. */
  IncarnationRecord begun(Path directory) throws IOException {
    return memory == Memory.NEW
        ? new IncarnationRecord(incarnation, Memory.WHOLE, journal).written(directory)
        : this;
  }

  boolean isNew() {
    return memory == Memory.NEW;
  }

  boolean isLost() {
    return memory == Memory.LOST;
  }

  private IncarnationRecord written(Path directory) throws IOException {
    write(directory);
    return this;
  }

  void write(Path directory) throws IOException {
    var text = "incarnation " + incarnation + " " + memory.name().toLowerCase(Locale.ROOT);
    text += journal.isEmpty() ? "" : " in " + journal;
    DurableFile.replace(directory.resolve(FILE), text + "\n");
  }
}
