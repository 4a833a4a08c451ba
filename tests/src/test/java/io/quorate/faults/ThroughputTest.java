package io.quorate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.sim.Handicap;
import io.quorate.sim.Run;
import io.quorate.sim.SimulatedGroup;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/**
 * Rows of the table of faults that ask for a share of throughput: six clients who ask again as soon
 * as they are answered, compared with a group that nothing befalls. Replica 0 leads view 0. What a
 * processor can do is not simulated, so a share is one of latency.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ThroughputTest {

  private static final long T = 1_000;
  private static final int TROUBLE = 4_000;

  /** More than anybody answers in that time. */
  private static final int REQUESTS = 900;

  private static final int PRIMARY = 0;
  private static final int BACKUP = 3;

  private static Campaign fair;

  @BeforeAll
  static void measureWhatNothingBefalls() {
    fair = campaign(group -> group);
  }

  @Test
  void a_backup_whose_disk_takes_100_ms_longer_leaves_four_fifths_of_the_rate() {
    var campaign = campaign(group -> group.bearing(BACKUP, Handicap.SLOW_DISK));
    told("a backup's slow disk", campaign);
    assertThat(share(campaign)).isGreaterThanOrEqualTo(80);
    assertThat(campaign.most(Run::highestView)).isZero();
  }

  /**
   * A proposal is durable before it leaves, so each slot costs a write, and waits for the write
   * that is under way: half of the rate is out of reach, and only another primary gives it back.
   */
  @Test
  void a_primary_whose_disk_takes_100_ms_longer_is_replaced_and_half_of_the_rate_kept() {
    var campaign = campaign(group -> group.bearing(PRIMARY, Handicap.SLOW_DISK));
    told("the primary's slow disk", campaign);
    assertThat(share(campaign)).isGreaterThanOrEqualTo(50);
    assertOneOtherPrimary(campaign);
  }

  @Test
  void a_backup_ten_times_as_slow_leaves_four_fifths_of_the_rate() {
    var campaign = campaign(group -> group.bearing(BACKUP, Handicap.SLOWNESS));
    told("a backup ten times as slow", campaign);
    assertThat(share(campaign)).isGreaterThanOrEqualTo(80);
  }

  @Test
  void a_primary_ten_times_as_slow_is_replaced_and_a_third_of_the_rate_kept() {
    var campaign = campaign(group -> group.bearing(PRIMARY, Handicap.SLOWNESS));
    told("a primary ten times as slow", campaign);
    assertThat(share(campaign)).isGreaterThanOrEqualTo(30);
    assertOneOtherPrimary(campaign);
  }

  private static void assertOneOtherPrimary(Campaign campaign) {
    assertThat(campaign.least(Run::highestView)).isEqualTo(1);
    assertThat(campaign.most(Run::highestView)).isEqualTo(1);
    assertThat(campaign.most(Run::pauseMillis)).isLessThan(T);
  }

  /** What ten times as slow means. */
  @Test
  void four_that_are_ten_times_as_slow_have_a_tenth_of_the_rate() {
    var campaign =
        campaign(
            group ->
                group
                    .bearing(0, Handicap.SLOWNESS)
                    .bearing(1, Handicap.SLOWNESS)
                    .bearing(2, Handicap.SLOWNESS)
                    .bearing(3, Handicap.SLOWNESS));
    told("all ten times as slow", campaign);
    assertThat(share(campaign)).isBetween(5L, 10L);
  }

  @Test
  void four_fifths_of_the_rate_are_there_a_second_after_a_backup_died() {
    var campaign = campaign(group -> group.bearing(BACKUP, Handicap.DEATH));
    long late = share(campaign, 2_000);
    campaign.measured(
        "a backup that died: %d %% of the rate, from a second after on, highest view %d",
        late, campaign.most(Run::highestView));
    assertThat(late).isGreaterThanOrEqualTo(80);
    assertThat(campaign.most(Run::highestView)).isZero();
  }

  /** Its machine refuses connections, so nobody waits for a time-out. */
  @Test
  void a_primary_that_died_is_replaced_within_half_of_its_time_out() {
    var campaign = campaign(group -> group.bearing(PRIMARY, Handicap.DEATH));
    told("a primary that died", campaign);
    assertThat(campaign.suffered("message refused")).isPositive();
    assertThat(campaign.most(Run::pauseMillis)).isLessThan(T / 2);
    assertOneOtherPrimary(campaign);
  }

  @Test
  void a_replica_whose_links_come_and_go_leaves_a_third_of_the_rate_and_few_views() {
    for (int victim : new int[] {BACKUP, PRIMARY}) {
      var campaign = campaign(group -> group.bearing(victim, Handicap.FLAPPING));
      told("flapping links of replica " + victim, campaign);
      assertThat(campaign.suffered("message cut off")).isPositive();
      assertThat(share(campaign)).isGreaterThanOrEqualTo(30);
      assertThat(campaign.most(Run::highestView)).isLessThanOrEqualTo(log2(TROUBLE / T));
    }
  }

  /** Lost for good, as no connection loses them: a peer's status brings them again. */
  @Test
  void half_of_the_rate_is_left_when_5_percent_are_lost_and_a_tenth_when_20_are() {
    var five = campaign(group -> group.losing(0.05));
    var twenty = campaign(group -> group.losing(0.2));
    told("loss of 5 %", five);
    told("loss of 20 %", twenty);
    assertThat(share(five)).isGreaterThanOrEqualTo(50);
    assertThat(share(twenty)).isGreaterThanOrEqualTo(10);
  }

  private static Campaign campaign(UnaryOperator<SimulatedGroup> befalling) {
    return Campaign.ofARow(
        seed ->
            befalling.apply(SimulatedGroup.of(4).eager().requests(REQUESTS).troubledFor(TROUBLE)));
  }

  private static void told(String what, Campaign campaign) {
    campaign.measured(
        "%s: %d %% of the rate, highest view %d, longest pause %d ms",
        what, share(campaign), campaign.most(Run::highestView), campaign.most(Run::pauseMillis));
  }

  /** In percent of what nothing befalls, when the first second is over. */
  private static long share(Campaign campaign) {
    return share(campaign, 1_000);
  }

  private static long share(Campaign campaign, long from) {
    return 100
        * campaign.sum(run -> run.answeredBetween(from, TROUBLE))
        / fair.sum(run -> run.answeredBetween(from, TROUBLE));
  }

  private static long log2(long number) {
    return Long.SIZE - 1L - Long.numberOfLeadingZeros(number);
  }
}
