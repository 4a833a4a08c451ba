package io.quorate.persistence.log;

import io.quorate.engine.spi.CommitLog;
import io.quorate.engine.spi.CommitLogContract;
import org.apache.pekko.actor.typed.Behavior;

class VolatileCommitLogTest extends CommitLogContract {

  @Override
  protected Behavior<CommitLog.Command> log() {
    return VolatileCommitLog.create();
  }
}
