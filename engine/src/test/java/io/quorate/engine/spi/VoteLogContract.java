package io.quorate.engine.spi;

import static io.quorate.engine.spi.Records.entered;
import static io.quorate.engine.spi.Records.promised;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.model.Fact;
import io.quorate.engine.model.SequenceNumber;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.Test;

/** What every vote log does, even one that keeps nothing. */
public abstract class VoteLogContract extends LogContract<VoteLog.Command> {

  @Test
  void an_empty_log_recalls_nothing() {
    assertThat(recall(open())).isEmpty();
  }

  @Test
  void every_append_is_answered() {
    var log = open();
    recall(log);
    for (int i = 1; i <= 20; i++) {
      append(log, promised(i), entered(i));
    }
  }

  @Test
  void an_append_of_nothing_is_answered() {
    append(open());
  }

  @Test
  void a_group_of_a_thousand_facts_is_answered() {
    append(open(), thousand());
  }

  @Test
  void appends_are_answered_after_a_trim() {
    var log = open();
    append(log, promised(1));
    trim(log, 1);
    append(log, promised(2));
    trim(log, 1);
    append(log, promised(3));
  }

  protected final List<Fact> recall(ActorRef<VoteLog.Command> log) {
    VoteLog.Recalled recalled = ask(log, VoteLog.Recall::new);
    return recalled.facts();
  }

  protected final void append(ActorRef<VoteLog.Command> log, Fact... facts) {
    VoteLog.Recorded recorded = ask(log, reply -> new VoteLog.Append(List.of(facts), reply));
    assertThat(recorded).isEqualTo(VoteLog.Recorded.DURABLE);
  }

  protected static void trim(ActorRef<VoteLog.Command> log, long upTo) {
    log.tell(new VoteLog.Trim(new SequenceNumber(upTo)));
  }

  protected static Fact[] thousand() {
    return LongStream.rangeClosed(1, 1_000).mapToObj(Records::promised).toArray(Fact[]::new);
  }
}
