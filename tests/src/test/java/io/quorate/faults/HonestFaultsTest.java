package io.quorate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.sim.Handicap;
import io.quorate.sim.Run;
import io.quorate.sim.SimulatedGroup;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/**
 * Rows of the table of faults where nobody lies: replicas and links fail. T, the time-out of a
 * view, is a second here.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class HonestFaultsTest {

  private static final long T = 1_000;
  private static final int TROUBLE = 4_000;
  private static final int REQUESTS = 400;

  @Test
  void without_one_backup_nobody_waits_and_no_view_changes() {
    var campaign = Campaign.ofARow(seed -> SimulatedGroup.of(4).without(3).troubledFor(TROUBLE));
    campaign.measured("a backup away: longest pause %d ms", campaign.most(Run::pauseMillis));
    assertThat(campaign.most(Run::highestView)).isZero();
    assertThat(campaign.most(Run::pauseMillis)).isLessThan(T);
  }

  @Test
  void a_group_with_slow_disks_does_not_change_views_in_circles() {
    var group = SimulatedGroup.of(4);
    for (int replica = 0; replica < 4; replica++) {
      group = group.bearing(replica, Handicap.SLOW_DISK);
    }
    everywhereSlow("slow disks", group);
  }

  @Test
  void a_group_with_slow_links_does_not_change_views_in_circles() {
    everywhereSlow("slow links", SimulatedGroup.of(4).delayingUpTo(200));
  }

  @Test
  void without_the_primary_one_view_later_requests_are_answered() {
    var campaign = Campaign.ofARow(seed -> SimulatedGroup.of(4).without(0).troubledFor(TROUBLE));
    campaign.measured(
        "the primary away: longest pause %d ms, highest view %d",
        campaign.most(Run::pauseMillis), campaign.most(Run::highestView));
    assertThat(campaign.most(Run::highestView)).isEqualTo(1);
    assertThat(campaign.most(Run::pauseMillis)).isLessThan(3 * T);
  }

  @Test
  void two_halves_commit_nothing_and_go_on_when_they_meet() {
    var campaign =
        Campaign.ofARow(
            seed ->
                SimulatedGroup.of(4)
                    .cutting((from, to) -> (from < 2) != (to < 2))
                    .troubledFor(TROUBLE));
    campaign.measured(
        "partition 2|2: answered %d ms after healing", campaign.most(Run::doneMillis) - TROUBLE);
    assertThat(campaign.least(Run::pauseMillis)).isGreaterThanOrEqualTo(TROUBLE);
    assertThat(campaign.most(Run::doneMillis)).isLessThan(TROUBLE + 4 * T);
  }

  @Test
  void three_go_on_without_the_primary_and_it_follows_when_it_is_back() {
    var campaign = Campaign.ofARow(seed -> SimulatedGroup.of(4).isolating(0).troubledFor(TROUBLE));
    campaign.measured(
        "partition 3|1: longest pause %d ms, all equal %d ms after healing",
        campaign.most(Run::pauseMillis), campaign.most(Run::virtualMillis) - TROUBLE);
    assertThat(campaign.most(Run::pauseMillis)).isLessThan(3 * T);
  }

  @Test
  void a_primary_that_hears_nobody_is_replaced_without_a_storm_of_views() {
    var campaign =
        Campaign.ofARow(
            seed -> SimulatedGroup.of(4).cutting((from, to) -> to == 0).troubledFor(TROUBLE));
    campaign.measured(
        "a deaf primary: longest pause %d ms, highest view %d",
        campaign.most(Run::pauseMillis), campaign.most(Run::highestView));
    assertThat(campaign.most(Run::highestView)).isLessThanOrEqualTo(2);
    assertThat(campaign.most(Run::pauseMillis)).isLessThan(3 * T);
  }

  @Test
  void a_chain_of_replicas_decides_nothing_twice_and_goes_on_when_it_is_healed() {
    var campaign =
        Campaign.ofARow(
            seed ->
                SimulatedGroup.of(4)
                    .cutting((from, to) -> Math.abs(from - to) > 1)
                    .troubledFor(TROUBLE));
    campaign.measured(
        "a chain: all answered %d ms after healing, highest view %d",
        Math.max(0, campaign.most(Run::doneMillis) - TROUBLE), campaign.most(Run::highestView));
    assertThat(campaign.most(Run::doneMillis)).isLessThan(TROUBLE + 10 * T);
  }

  @Test
  void five_and_twenty_percent_loss_leave_nobody_unanswered() {
    var five = Campaign.ofARow(seed -> SimulatedGroup.of(4).losing(0.05));
    var twenty = Campaign.ofARow(seed -> SimulatedGroup.of(4).losing(0.2));
    five.measured("loss of 5 %%: all answered after %d ms", five.most(Run::doneMillis));
    twenty.measured("loss of 20 %%: all answered after %d ms", twenty.most(Run::doneMillis));
    assertThat(twenty.least(Run::answered)).isPositive();
  }

  @Test
  void doubled_reordered_and_late_messages_change_no_view() {
    var campaign =
        Campaign.ofARow(seed -> SimulatedGroup.of(4).duplicating(0.5).reordering().delaying());
    campaign.measured(
        "duplication, reordering, delay: highest view %d, longest pause %d ms",
        campaign.most(Run::highestView), campaign.most(Run::pauseMillis));
    assertThat(campaign.most(Run::highestView)).isZero();
  }

  /** etcd once answered from what a leader knew before it was stopped. */
  @Test
  void what_is_read_when_a_paused_primary_is_back_is_linearizable() {
    var campaign =
        Campaign.ofARow(seed -> SimulatedGroup.of(4).requests(240).unhurried().pausing());
    campaign.measured(
        "pauses: %d, highest view %d, longest pause of answers %d ms",
        campaign.suffered("pause"),
        campaign.most(Run::highestView),
        campaign.most(Run::pauseMillis));
    assertThat(campaign.most(Run::pauseMillis)).as("a primary was paused").isGreaterThan(T / 2);
  }

  /**
   * In 40 time-outs the pauses of suspicion, of 16 and 32 of them, leave room for two; one more is
   * left to chance.
   */
  private static void everywhereSlow(String what, SimulatedGroup group) {
    var campaign =
        Campaign.ofARow(seed -> group.requests(REQUESTS).eager().troubledFor(REQUESTS * 100));
    campaign.measured(
        "%s: highest view %d to %d, longest pause %d ms, done after %d ms",
        what,
        campaign.least(Run::highestView),
        campaign.most(Run::highestView),
        campaign.most(Run::pauseMillis),
        campaign.most(Run::doneMillis));
    assertThat(campaign.least(Run::highestView)).isPositive();
    assertThat(campaign.most(Run::highestView)).isLessThanOrEqualTo(3);
  }
}
