package io.quorate.persistence.append;

import java.nio.file.Path;

/**
 * A snapshot fails its checksum. The events below it may be gone, so no older snapshot is taken in
 * its place: its owner must not go on.
 */
public final class SnapshotDamaged extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SnapshotDamaged(Path file, String what) {
    super("damaged snapshot " + file + ": " + what);
  }
}
