package io.quorate.persistence;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** The embedded log under the contract of all journals. */
class AppendJournalTest extends EventSourcedJournalContract {
  @TempDir Path directory;

  @Override
  protected Config plugins() {
    return ConfigFactory.parseMap(
        Map.of(
            "pekko.persistence.journal.plugin", "quorate.persistence.append.journal",
            "pekko.persistence.snapshot-store.plugin", "pekko.persistence.snapshot-store.local",
            "quorate.persistence.append.identity", "cluster-1/replica-2/1",
            "quorate.persistence.append.journal.segment-size", "8 MiB",
            "quorate.persistence.append.journal.directory", directory.resolve("journal").toString(),
            "pekko.persistence.snapshot-store.local.dir",
                directory.resolve("snapshots").toString()));
  }
}
