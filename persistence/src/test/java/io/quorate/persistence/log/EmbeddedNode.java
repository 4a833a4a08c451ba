package io.quorate.persistence.log;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.quorate.persistence.log.JournalSettings.Plugin;
import java.nio.file.Path;

/** Settings of a node that keeps its logs in the embedded journal. */
final class EmbeddedNode {
  static final JournalSettings SETTINGS =
      new JournalSettings(Plugin.EMBEDDED, 4_096, 4_000_000, 50_000_000);

  private EmbeddedNode() {}

  static Config settings(Path directory, String segmentSize) {
    return ConfigFactory.parseString(
            "quorate.persistence.append.journal { segment-size = "
                + segmentSize
                + ", witness = \"\" }")
        .withFallback(SETTINGS.pekkoConfig(directory, "cluster-1/replica-2/1"));
  }
}
