package io.quorate.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.quorate.engine.client.ClientSettings;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cells of the table in docs/performance.md, computed by hand. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ProjectionTest {

  private static final Offset<Double> CLOSE = Offset.offset(1e-6);

  /** Round figures, so that a hand can follow; of eight checked together each is 90 + 80 / 8. */
  private static final UnitCosts UNITS = new UnitCosts(10, 80, 90, 1, 0.5, 0.001);

  private final Projection empty = new Projection(13, 0, 0, UNITS);
  private final Projection large = new Projection(13, 1_024, 1_024, UNITS);

  @Test
  void a_full_bundle_and_a_full_batch_are_what_the_settings_say() {
    var settings = ClientSettings.from(ConfigFactory.load());
    assertThat(settings.bundles().operations()).isEqualTo(Projection.MOST_BUNDLED);
    assertThat(settings.bundles().octets()).isEqualTo(Projection.BUNDLE_OCTETS);
    assertThat(settings.bundles().inFlight()).isEqualTo(Projection.IN_FLIGHT);
    var replica = ConfigFactory.load().getConfig("quorate.replica");
    assertThat(replica.getInt("pipeline.depth")).isEqualTo(Projection.DEPTH);
    assertThat(replica.getBytes("limits.large-result")).isEqualTo(Projection.LARGE_RESULT);
    assertThat(empty.operations()).as("2 of 4,096").isEqualTo(8_192);
    assertThat(large.operations()).as("16 of 508").isEqualTo(8_128);
  }

  /** Two votes to each other, a reply, and every 64th slot a checkpoint to each other. */
  @ParameterizedTest
  @CsvSource({"4, 7.046875", "13, 25.1875", "31, 61.46875", "100, 200.546875"})
  void a_replica_sends_so_many_messages_a_slot(int n, double messages) {
    assertThat(new Projection(n, 0, 0, UNITS).sent()).isCloseTo(messages, CLOSE);
  }

  /** 24 + 12/64 votes of others and 2 requests. */
  @Test
  void a_replica_receives_and_checks_the_votes_of_others_and_the_requests() {
    assertThat(empty.received()).isCloseTo(26.1875, CLOSE);
    assertThat(empty.checked()).isCloseTo(26.1875, CLOSE);
    assertThat(empty.signed()).isCloseTo(3 + 1.0 / 64, CLOSE);
  }

  /** 24.1875 votes of 155 octets; 2 requests of 155 + 4,096 * 3; as much answered in one reply. */
  @Test
  void octets_are_those_of_votes_requests_and_results() {
    double votes = 24.1875 * 155;
    assertThat(empty.octetsReceived()).isCloseTo(votes + 2 * (155 + 12_288), CLOSE);
    assertThat(empty.octetsOfBackup()).isCloseTo(votes + 155 + 2 * 12_288, CLOSE);
    assertThat(empty.octetsOfPrimary() - empty.octetsOfBackup()).isCloseTo(12 * 2 * 60, CLOSE);
  }

  /** f + 1 = 5 of 13 send 508 results of 1,027 octets each, eight a digest of 60. */
  @Test
  void large_results_are_sent_by_no_more_than_must() {
    double bundle = (5 * 508 * 1_027.0 + 8 * 60) / 13;
    assertThat(large.octetsOfBackup()).isCloseTo(24.1875 * 155 + 155 + 16 * bundle, CLOSE);
  }

  /** 30.15625 + 2,618.75 + 51.375 + 4,096 + 0.001 * (29,920.0625 + 28,635.0625). */
  @Test
  void a_slot_takes_what_its_parts_take() {
    assertThat(empty.octetsOfPrimary()).isCloseTo(29_920.0625, CLOSE);
    assertThat(empty.octetsReceived()).isCloseTo(28_635.0625, CLOSE);
    assertThat(empty.micros()).isCloseTo(6_854.836375, CLOSE);
    assertThat(empty.core()).isCloseTo(8_192 * 1e6 / 6_854.836375, CLOSE);
  }

  /** Four slots of 8,192 in 300 ms; four bundles of 4,096 in 500. */
  @Test
  void over_links_of_100_ms_the_pipeline_bounds() {
    assertThat(empty.farApart()).isCloseTo(4 * 8_192 / 0.3, CLOSE);
    assertThat(empty.farClient()).isCloseTo(32_768, CLOSE);
    assertThat(Projection.farLatency()).isEqualTo(500);
  }

  /** The client sends 16 * (155 + 508 * 1,027) octets thirteen times; a disk takes them twice. */
  @Test
  void what_is_sent_to_all_bounds_the_client_and_what_is_written_the_disk() {
    double once = 16 * (155 + 508 * 1_027.0);
    assertThat(large.clientsNetwork()).isCloseTo(8_128 * 1.25e9 / (13 * once), CLOSE);
    assertThat(large.disk()).isCloseTo(8_128 * 500e6 / (2 * once + 310), CLOSE);
    assertThat(empty.disk()).as("a slot of four in flight has two forces").isEqualTo(8_192 * 2_000);
  }

  @Test
  void the_report_has_a_row_for_each_size_and_both_loads() {
    var report = new ModelReport();
    assertThat(report.toJson()).hasSize(8);
    assertThat(report.toText().lines().filter(line -> line.startsWith("| 100 "))).hasSize(4);
    assertThat(report.toText()).contains("| 201 ").doesNotContain("NaN").doesNotContain("null");
  }
}
