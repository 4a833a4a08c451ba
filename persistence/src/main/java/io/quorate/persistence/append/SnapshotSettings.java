package io.quorate.persistence.append;

import com.typesafe.config.Config;
import java.nio.file.Path;

/** Where snapshots are and whose they are; each key is explained in {@code reference.conf}. */
record SnapshotSettings(Path directory, String identity) {

  /**
   * @param section the plugin's own section, {@code quorate.persistence.append.snapshots}
   */
  static SnapshotSettings from(Config section) {
    return new SnapshotSettings(
        Path.of(section.getString("directory")), section.getString("identity"));
  }
}
