package io.quorate.persistence.log;

import io.quorate.engine.spi.VoteLog;
import io.quorate.engine.spi.VoteLogContract;
import org.apache.pekko.actor.typed.Behavior;

class VolatileVoteLogTest extends VoteLogContract {

  @Override
  protected Behavior<VoteLog.Command> log() {
    return VolatileVoteLog.create();
  }
}
