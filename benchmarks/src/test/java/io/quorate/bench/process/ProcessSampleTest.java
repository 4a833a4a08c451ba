package io.quorate.bench.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ProcessSampleTest {

  private static final String BEFORE =
      """
      # HELP quorate_executed Last sequence number executed.
      # TYPE quorate_executed gauge
      quorate_executed 10
      quorate_sent_total{lane="votes"} 100
      quorate_sent_bytes_total{lane="votes"} 15500
      quorate_signatures_total{operation="checked"} 70
      quorate_journal_flush_duration_seconds_count 5
      """;
  private static final String AFTER =
      """
      quorate_executed 14
      quorate_sent_total{lane="votes"} 160
      quorate_sent_total{lane="replies"} 4
      quorate_sent_bytes_total{lane="votes"} 24800
      quorate_signatures_total{operation="made"} 3
      quorate_signatures_total{operation="checked"} 90
      quorate_journal_flush_duration_seconds_count 9.5
      """;

  @Test
  void what_grew_between_two_samples_was_consumed_of_all_lanes_together() {
    var counts = sample(2, AFTER).since(sample(1.5, BEFORE), "replica 0").counts();
    assertThat(counts).isEqualTo(new Usage.Counts(4, 0, 64, 9_300, 3, 20, 4.5));
  }

  @Test
  void a_replica_that_began_again_consumed_nothing_that_is_known() {
    var usage = sample(0.1, BEFORE).since(sample(2, AFTER), "replica 0");
    assertThat(usage.cpu()).isZero();
    assertThat(usage.counts().checked()).isZero();
  }

  @Test
  void all_processes_together_consumed_the_sum() {
    var usage = sample(2, AFTER).since(sample(1.5, BEFORE), "replica 0");
    var sum = Usage.sum(List.of(usage, usage, usage));
    assertThat(sum.cpu()).isEqualTo(1.5);
    assertThat(sum.counts().messages()).isEqualTo(192);
  }

  @Test
  void this_process_knows_its_own_consumption() {
    var own = MeasuredProcess.client().sample();
    assertThat(own.cpu()).isPositive();
    assertThat(own.counters().get(ProcessSample.ALLOCATED)).isPositive();
  }

  private static ProcessSample sample(double cpu, String metrics) {
    return new ProcessSample(cpu, 0, Counters.read(metrics), ThreadTimes.NONE);
  }
}
