package io.quorate.persistence.append.error;

import java.nio.file.Path;

/**
 * What was once durable cannot be read: a record fails its checksum although later ones prove that
 * it was forced, or a whole segment is missing. The log refuses every write and replay; its owner
 * must not vote from what is left.
 */
public final class CorruptLog extends LogRefusal {
  private static final long serialVersionUID = 1L;

  private final String file;
  private final long offset;

  public CorruptLog(Path file, long offset, String what) {
    super(
        "the journal is damaged in "
            + file
            + " at byte "
            + offset
            + ": "
            + what
            + "; what this replica promised there is lost. Check the disk, then keep this data"
            + " elsewhere and start the replica without it: it follows the others");
    this.file = file.toString();
    this.offset = offset;
  }

  public String file() {
    return file;
  }

  /** Octets from the start of the file to the record that is damaged. */
  public long offset() {
    return offset;
  }
}
