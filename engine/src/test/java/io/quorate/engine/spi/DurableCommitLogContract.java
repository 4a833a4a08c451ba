package io.quorate.engine.spi;

import static io.quorate.engine.spi.Records.decisions;
import static io.quorate.engine.spi.Records.octets;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.model.message.Message.Decided.Decision;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every commit log does that outlives its process. */
public abstract class DurableCommitLogContract extends CommitLogContract {

  private static final int TWO_MEBIBYTES = 2 * 1024 * 1024;

  @Test
  void decisions_come_back_in_order_after_a_restart() {
    var log = open();
    append(log, decisions(1, 3));
    append(log, decisions(4, 4));
    append(log, decisions(5, 9));
    awaitOnDisk(decisions(1, 9));
    assertThat(recall(reopen())).isEqualTo(decisions(1, 9));
  }

  @Test
  void decisions_of_several_lives_come_back_together() {
    append(open(), decisions(1, 2));
    awaitOnDisk(decisions(1, 2));
    append(reopen(), decisions(3, 4));
    awaitOnDisk(decisions(1, 4));
    assertThat(recall(reopen())).isEqualTo(decisions(1, 4));
  }

  @Test
  void a_thousand_decisions_at_once_come_back() {
    append(open(), decisions(1, 1_000));
    awaitOnDisk(decisions(1, 1_000));
  }

  @Test
  void a_thousand_decisions_one_by_one_come_back() {
    var log = open();
    decisions(1, 1_000).forEach(decision -> append(log, List.of(decision)));
    awaitOnDisk(decisions(1, 1_000));
  }

  @Test
  void requests_of_two_mebibytes_come_back_whole() {
    var large =
        List.of(
            Records.decision(1, octets(TWO_MEBIBYTES, 1)),
            Records.decision(2),
            Records.decision(3, octets(TWO_MEBIBYTES, 3)),
            Records.decision(4, octets(TWO_MEBIBYTES, 4)),
            Records.decision(5, octets(TWO_MEBIBYTES, 5)),
            Records.decision(6, octets(TWO_MEBIBYTES, 6)));
    append(open(), large);
    awaitOnDisk(large);
  }

  @Test
  void history_that_the_end_of_the_process_overtakes_has_no_gaps() {
    var log = open();
    decisions(1, 500).forEach(decision -> append(log, List.of(decision)));
    var recalled = recall(reopen());
    assertThat(recalled).isEqualTo(decisions(1, recalled.size()));
  }

  @Test
  void a_trim_drops_what_is_at_or_below_it() {
    var log = open();
    append(log, decisions(1, 10));
    awaitOnDisk(decisions(1, 10));
    trim(log, 4);
    awaitOnDisk(decisions(5, 10));
    append(log, decisions(11, 12));
    awaitOnDisk(decisions(5, 12));
    assertThat(recall(reopen())).isEqualTo(decisions(5, 12));
  }

  @Test
  void a_trim_of_everything_leaves_a_log_that_goes_on() {
    var log = open();
    append(log, decisions(1, 10));
    awaitOnDisk(decisions(1, 10));
    trim(log, 10);
    awaitOnDisk(List.of());
    append(reopen(), decisions(11, 12));
    awaitOnDisk(decisions(11, 12));
  }

  @Test
  void a_trim_beyond_what_was_recorded_starts_history_there() {
    var log = open();
    append(log, decisions(1, 10));
    trim(log, 100);
    append(log, decisions(101, 102));
    awaitOnDisk(decisions(101, 102));
    assertThat(recall(reopen())).isEqualTo(decisions(101, 102));
  }

  @Test
  void decisions_already_recorded_are_not_recalled_twice() {
    var log = open();
    append(log, decisions(1, 5));
    append(log, decisions(3, 8));
    awaitOnDisk(decisions(1, 8));
    append(reopen(), decisions(1, 9));
    awaitOnDisk(decisions(1, 9));
  }

  @Test
  void after_a_jump_the_newer_history_is_recalled() {
    var log = open();
    append(log, decisions(1, 5));
    append(log, decisions(64, 66));
    awaitOnDisk(decisions(64, 66));
    assertThat(recall(reopen())).isEqualTo(decisions(64, 66));
  }

  /** Nobody is told when a decision is on disk; a second reader of the log sees it. */
  private void awaitOnDisk(List<Decision> expected) {
    var deadline = Instant.now().plus(PATIENCE);
    var recalled = recall(open());
    while (!recalled.equals(expected) && Instant.now().isBefore(deadline)) {
      recalled = recall(open());
    }
    assertThat(recalled).isEqualTo(expected);
  }
}
