package io.quorate.bench.flood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.quorate.bench.flood.FloodReport.Borne;
import io.quorate.bench.process.ProcessSample;
import io.quorate.bench.process.ThreadTimes;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class FloodReportTest {

  private static final String VOTES = "quorate_received_total{kind=\"votes\"}";
  private static final String CHECKED = "quorate_signatures_total{kind=\"checked\"}";
  private static final String FORGED = "quorate_rejected_total{kind=\"BadSignature\"}";
  private static final String STRANGE = "quorate_rejected_total{kind=\"Stranger\"}";

  @Test
  void what_a_flooder_says_in_the_end_is_read_as_it_was_meant() {
    var spent = new Spent(8.25, 400_000, 333_832, 6.5);
    assertThat(Spent.read(spent.write())).isEqualTo(spent);
  }

  @Test
  void the_flooder_is_told_by_its_own_seconds_and_its_victims_by_theirs() {
    var before =
        new ProcessSample(
            10, 100, Map.of(VOTES, 1_000.0, CHECKED, 5.0, FORGED, 7.0), ThreadTimes.NONE);
    var after =
        new ProcessSample(
            14,
            300,
            Map.of(VOTES, 5_000.0, CHECKED, 45.0, FORGED, 7.0, STRANGE, 8.0),
            ThreadTimes.NONE);
    var borne = List.of(Borne.between(before, after), Borne.between(before, after));
    var report = FloodReport.of(new Spent(2, 100_000, 80_000, 3), 4, borne);
    assertThat(report.offered()).isEqualTo(50_000);
    assertThat(report.taken()).isEqualTo(40_000);
    assertThat(report.cores()).isEqualTo(1.5);
    assertThat(report.borne().received()).isEqualTo(2_000);
    assertThat(report.borne().checked()).isEqualTo(20);
    assertThat(report.borne().cpu()).isCloseTo(2, within(1e-9));
    assertThat(report.borne().resident()).as("of one").isEqualTo(300);
    assertThat(report.borne().refused()).containsExactly(Map.entry("Stranger", 4.0));
  }

  @Test
  void of_a_victim_that_does_not_answer_in_the_end_nothing_is_known() {
    var before = new ProcessSample(10, 100, Map.of(VOTES, 1_000.0), ThreadTimes.NONE);
    var borne = Borne.between(before, new ProcessSample(10, 0, Map.of(), ThreadTimes.NONE));
    assertThat(borne.received()).isZero();
    assertThat(borne.refused()).isEmpty();
  }
}
