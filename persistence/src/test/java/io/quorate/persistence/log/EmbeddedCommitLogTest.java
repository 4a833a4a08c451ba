package io.quorate.persistence.log;

import com.typesafe.config.Config;
import io.quorate.engine.spi.CommitLog;
import io.quorate.engine.spi.DurableCommitLogContract;
import java.nio.file.Path;
import org.apache.pekko.actor.typed.Behavior;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedCommitLogTest extends DurableCommitLogContract {
  @TempDir Path directory;

  @Override
  protected Config settings() {
    return EmbeddedNode.settings(directory, "8 MiB");
  }

  @Override
  protected Behavior<CommitLog.Command> log() {
    return CommitJournal.create("commits", EmbeddedNode.SETTINGS);
  }
}
