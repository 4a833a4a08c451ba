package io.quorate.persistence.log;

import io.quorate.engine.spi.VoteLog;
import java.util.List;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * The vote log of the memory mode. It keeps nothing and says at once that it has: a replica above
 * it must never be started again under the same identity, for it would not know what it promised.
 */
public final class VolatileVoteLog {

  private VolatileVoteLog() {}

  public static Behavior<VoteLog.Command> create() {
    return Behaviors.receive(VoteLog.Command.class)
        .onMessage(VoteLog.Recall.class, VolatileVoteLog::onRecall)
        .onMessage(VoteLog.Append.class, VolatileVoteLog::onAppend)
        .onMessage(VoteLog.Trim.class, trim -> Behaviors.same())
        .build();
  }

  private static Behavior<VoteLog.Command> onRecall(VoteLog.Recall recall) {
    recall.replyTo().tell(new VoteLog.Recalled(List.of()));
    return Behaviors.same();
  }

  private static Behavior<VoteLog.Command> onAppend(VoteLog.Append append) {
    append.replyTo().tell(VoteLog.Recorded.DURABLE);
    return Behaviors.same();
  }
}
