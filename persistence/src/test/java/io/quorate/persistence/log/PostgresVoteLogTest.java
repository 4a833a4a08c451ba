package io.quorate.persistence.log;

import com.typesafe.config.Config;
import io.quorate.engine.spi.DurableVoteLogContract;
import io.quorate.engine.spi.VoteLog;
import java.util.UUID;
import org.apache.pekko.actor.typed.Behavior;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresVoteLogTest extends DurableVoteLogContract {
  @RegisterExtension static final PostgresNode postgres = new PostgresNode();

  private final String name = "votes/" + UUID.randomUUID();

  @Override
  protected Config settings() {
    return postgres.settings();
  }

  @Override
  protected Behavior<VoteLog.Command> log() {
    return VoteJournal.create(name, PostgresNode.SETTINGS);
  }
}
