package io.quorate.persistence.log;

import com.typesafe.config.Config;
import io.quorate.engine.spi.DurableVoteLogContract;
import io.quorate.engine.spi.VoteLog;
import java.util.UUID;
import org.apache.pekko.actor.typed.Behavior;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Left out with {@code -Dquorate.postgres=skip}. */
class PostgresVoteLogTest extends DurableVoteLogContract {
  private static PostgresNode postgres;

  private final String name = "votes/" + UUID.randomUUID();

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
  protected Behavior<VoteLog.Command> log() {
    return VoteJournal.create(name, PostgresNode.SETTINGS);
  }
}
