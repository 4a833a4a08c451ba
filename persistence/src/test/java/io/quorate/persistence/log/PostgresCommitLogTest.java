package io.quorate.persistence.log;

import com.typesafe.config.Config;
import io.quorate.engine.spi.CommitLog;
import io.quorate.engine.spi.DurableCommitLogContract;
import java.util.UUID;
import org.apache.pekko.actor.typed.Behavior;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Left out with {@code -Dquorate.postgres=skip}. */
class PostgresCommitLogTest extends DurableCommitLogContract {
  private static PostgresNode postgres;

  private final String name = "commits/" + UUID.randomUUID();

  @BeforeAll
  static void startServer() throws Exception {
    postgres = PostgresNode.start();
  }

  @AfterAll
  static void stopServer() throws Exception {
    if (postgres != null) {
      postgres.server().stop();
    }
  }

  @Override
  protected Config settings() {
    return postgres.settings();
  }

  @Override
  protected Behavior<CommitLog.Command> log() {
    return CommitJournal.create(name, PostgresNode.SETTINGS);
  }
}
