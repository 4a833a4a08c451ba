package io.quorate.persistence.log;

import com.typesafe.config.Config;
import io.quorate.engine.spi.DurableVoteLogContract;
import io.quorate.engine.spi.VoteLog;
import java.nio.file.Path;
import org.apache.pekko.actor.typed.Behavior;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedVoteLogTest extends DurableVoteLogContract {
  @TempDir Path directory;

  @Override
  protected Config settings() {
    return EmbeddedNode.settings(directory, "8 MiB");
  }

  @Override
  protected Behavior<VoteLog.Command> log() {
    return VoteJournal.create("votes", EmbeddedNode.SETTINGS);
  }
}
