package io.quorate.persistence.append;

import com.typesafe.config.Config;
import java.nio.file.Path;

/** Where snapshots are and whose they are; each key is explained in {@code reference.conf}. */
record SnapshotSettings(Path directory, String identity) {

  /**
   * @param root all settings, for the identity that journal and snapshots share
   * @param section the plugin's own, {@code quorate.persistence.append.snapshots}
   */
  static SnapshotSettings from(Config root, Config section) {
    return new SnapshotSettings(
        Path.of(section.getString("directory")),
        root.getString("quorate.persistence.append.identity"));
  }
}
