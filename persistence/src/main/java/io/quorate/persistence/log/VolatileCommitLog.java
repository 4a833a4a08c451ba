package io.quorate.persistence.log;

import io.quorate.engine.spi.CommitLog;
import java.util.List;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** The commit log of the memory mode: it keeps nothing. */
public final class VolatileCommitLog {

  private VolatileCommitLog() {}

  public static Behavior<CommitLog.Command> create() {
    return Behaviors.receive(CommitLog.Command.class)
        .onMessage(CommitLog.Recall.class, VolatileCommitLog::onRecall)
        .onMessage(CommitLog.Append.class, append -> Behaviors.same())
        .onMessage(CommitLog.Trim.class, trim -> Behaviors.same())
        .build();
  }

  private static Behavior<CommitLog.Command> onRecall(CommitLog.Recall recall) {
    recall.replyTo().tell(new CommitLog.Recalled(List.of()));
    return Behaviors.same();
  }
}
