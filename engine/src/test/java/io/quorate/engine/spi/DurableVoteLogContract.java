package io.quorate.engine.spi;

import static io.quorate.engine.spi.Records.entered;
import static io.quorate.engine.spi.Records.installed;
import static io.quorate.engine.spi.Records.octets;
import static io.quorate.engine.spi.Records.prepared;
import static io.quorate.engine.spi.Records.promised;
import static io.quorate.engine.spi.Records.stabilized;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.model.Fact;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every vote log does that outlives its process. */
public abstract class DurableVoteLogContract extends VoteLogContract {

  private static final int TWO_MEBIBYTES = 2 * 1024 * 1024;

  @Test
  void facts_come_back_in_order_after_a_restart() {
    var log = open();
    append(log, entered(1));
    append(log, installed(1), promised(1));
    append(log, promised(2), prepared(1), stabilized(1));
    assertThat(recall(reopen()))
        .containsExactly(
            entered(1), installed(1), promised(1), promised(2), prepared(1), stabilized(1));
  }

  @Test
  void facts_of_several_lives_come_back_together() {
    append(open(), promised(1));
    var second = reopen();
    assertThat(recall(second)).containsExactly(promised(1));
    append(second, promised(2));
    assertThat(recall(reopen())).containsExactly(promised(1), promised(2));
  }

  @Test
  void a_group_of_a_thousand_facts_comes_back_whole() {
    append(open(), thousand());
    assertThat(recall(reopen())).containsExactly(thousand());
  }

  @Test
  void requests_of_two_mebibytes_come_back_whole() {
    var first = promised(1, octets(TWO_MEBIBYTES, 1));
    var second = promised(2, octets(TWO_MEBIBYTES, 2));
    append(open(), first, promised(3), second);
    assertThat(recall(reopen())).containsExactly(first, promised(3), second);
  }

  @Test
  void a_group_that_the_end_of_the_process_overtakes_is_there_whole_or_not_at_all() {
    var log = open();
    append(log, promised(5_000));
    log.tell(new VoteLog.Append(List.of(thousand()), node().system().ignoreRef()));
    var recalled = recall(reopen());
    assertThat(recalled).startsWith(promised(5_000));
    assertThat(recalled.subList(1, recalled.size())).isIn(List.of(), List.of(thousand()));
  }

  @Test
  void a_trim_drops_the_slots_at_or_below_it() {
    var log = open();
    append(log, promised(1), promised(2), promised(3));
    append(log, prepared(1), prepared(2), prepared(3));
    trim(log, 2);
    append(log, promised(4));
    assertThat(recall(reopen())).containsExactly(promised(3), prepared(3), promised(4));
  }

  @Test
  void a_trim_keeps_the_newest_checkpoint_it_reaches_and_all_later_ones() {
    var log = open();
    append(log, stabilized(64), stabilized(128), stabilized(192));
    trim(log, 130);
    append(log, promised(200));
    assertThat(recall(reopen())).containsExactly(stabilized(128), stabilized(192), promised(200));
  }

  @Test
  void a_trim_keeps_the_latest_view_entered_and_installed() {
    var log = open();
    append(log, entered(1), installed(1));
    append(log, entered(2), installed(2), promised(1), entered(3));
    trim(log, 1);
    append(log, promised(2));
    assertThat(recall(reopen())).containsExactly(installed(2), entered(3), promised(2));
  }

  @Test
  void a_trim_without_appends_after_it_survives_a_restart() {
    var log = open();
    append(log, entered(1), promised(1), promised(2));
    trim(log, 1);
    append(log);
    assertThat(recall(reopen())).containsExactly(entered(1), promised(2));
  }

  @Test
  void views_stay_known_however_often_the_log_is_trimmed_and_restarted() {
    var log = open();
    append(log, entered(7), installed(7));
    for (int life = 1; life <= 3; life++) {
      for (int n = 1; n <= 5; n++) {
        append(log, promised(100 * life + n), stabilized(100 * life + n));
        trim(log, 100 * life + n);
      }
      append(log);
      log = reopen();
      assertThat(recall(log)).containsExactly(entered(7), installed(7), stabilized(100 * life + 5));
    }
  }

  @Test
  void facts_that_came_late_are_recalled_until_the_next_trim() {
    var log = open();
    append(log, promised(5));
    trim(log, 5);
    append(log, promised(3));
    log = reopen();
    assertThat(recall(log)).containsExactly(promised(3));
    trim(log, 6);
    append(log);
    assertThat(recall(reopen())).isEqualTo(List.<Fact>of());
  }
}
