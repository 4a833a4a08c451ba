package io.quorate.persistence.log;

import com.typesafe.config.Config;
import io.quorate.engine.spi.CommitLog;
import io.quorate.engine.spi.DurableCommitLogContract;
import java.util.UUID;
import org.apache.pekko.actor.typed.Behavior;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresCommitLogTest extends DurableCommitLogContract {
  @RegisterExtension static final PostgresNode postgres = new PostgresNode();

  private final String name = "commits/" + UUID.randomUUID();

  @Override
  protected Config settings() {
    return postgres.settings();
  }

  @Override
  protected Behavior<CommitLog.Command> log() {
    return CommitJournal.create(name, PostgresNode.SETTINGS);
  }
}
