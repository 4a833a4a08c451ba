package io.quorate.engine.spi;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.message.Message.Decided.Decision;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.Test;

/** What every commit log does, even one that keeps nothing. */
public abstract class CommitLogContract extends LogContract<CommitLog.Command> {

  @Test
  void an_empty_log_recalls_nothing() {
    assertThat(recall(open())).isEmpty();
  }

  @Test
  void a_log_lives_through_appends_and_trims() {
    var log = open();
    recall(log);
    append(log, Records.decisions(1, 10));
    trim(log, 5);
    append(log, List.of());
    append(log, Records.decisions(11, 12));
    node().createTestProbe().expectNoMessage();
    node().stop(log, PATIENCE);
  }

  protected final List<Decision> recall(ActorRef<CommitLog.Command> log) {
    CommitLog.Recalled recalled = ask(log, CommitLog.Recall::new);
    return recalled.decisions();
  }

  protected static void append(ActorRef<CommitLog.Command> log, List<Decision> decisions) {
    log.tell(new CommitLog.Append(decisions));
  }

  protected static void trim(ActorRef<CommitLog.Command> log, long upTo) {
    log.tell(new CommitLog.Trim(new SequenceNumber(upTo)));
  }
}
