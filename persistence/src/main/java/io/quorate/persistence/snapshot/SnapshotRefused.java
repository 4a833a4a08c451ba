package io.quorate.persistence.snapshot;

import io.quorate.engine.spi.Explained;
import java.io.IOException;
import java.nio.file.Path;

/** There is a snapshot, and it may not be used; the message names the file. */
public final class SnapshotRefused extends IOException implements Explained {

  private static final long serialVersionUID = 1L;

  private SnapshotRefused(Path file, String why) {
    super(file + ": " + why);
  }

  static SnapshotRefused damaged(Path file, String how) {
    return new SnapshotRefused(
        file,
        "the snapshot is damaged: "
            + how
            + ". Check the disk, then keep this data elsewhere and start the replica without it: it"
            + " follows the others");
  }

  static SnapshotRefused foreign(Path file, String owner, String self) {
    return new SnapshotRefused(file, "belongs to '" + owner + "', not to '" + self + "'");
  }
}
