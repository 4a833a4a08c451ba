package io.quorate.byzantine;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.faults.Campaign;
import io.quorate.sim.Run;
import io.quorate.sim.SimulatedGroup;
import io.quorate.sim.adversary.ReplicaFault;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** Rows of the table of faults: the primary of view 0 lies; T, its time-out, is a second. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ByzantinePrimaryRowsTest {

  private static final long T = 1_000;
  private static final int REQUESTS = 300;

  @Test
  void an_equivocating_primary_is_proven_a_liar_and_replaced_within_3_time_outs() {
    var campaign = replica0(ReplicaFault.EQUIVOCATION);
    campaign.measured(
        "equivocating primary: longest pause %d ms, %d proofs kept",
        campaign.most(Run::pauseMillis), campaign.refused("evidence of Equivocation"));
    assertThat(campaign.most(Run::pauseMillis)).isLessThan(3 * T);
    assertThat(campaign.least(Run::highestView)).isPositive();
    assertThat(campaign.refused("evidence of Equivocation")).isPositive();
  }

  @Test
  void a_silent_primary_is_replaced_within_its_time_out_and_a_second() {
    var campaign = replica0(ReplicaFault.SILENCE);
    campaign.measured("silent primary: longest pause %d ms", campaign.most(Run::pauseMillis));
    assertThat(campaign.most(Run::pauseMillis)).isLessThan(2 * T);
    assertThat(campaign.most(Run::highestView)).isEqualTo(1);
  }

  @Test
  void a_primary_that_leaves_one_replica_out_delays_nobody() {
    var campaign = replica0(ReplicaFault.OMISSION);
    campaign.measured("selective primary: longest pause %d ms", campaign.most(Run::pauseMillis));
    assertThat(campaign.most(Run::pauseMillis)).isLessThan(T);
  }

  @Test
  void a_primary_just_under_the_time_out_is_replaced_within_10_time_outs() {
    var slow =
        Campaign.ofARow(
            seed ->
                SimulatedGroup.of(4)
                    .lying(0, ReplicaFault.SLOWNESS)
                    .requests(REQUESTS)
                    .eager()
                    .troubledFor(20_000));
    var fair =
        Campaign.ofARow(
            seed -> SimulatedGroup.of(4).requests(REQUESTS).eager().troubledFor(20_000));
    slow.measured(
        "slow primary: %d %% of the rate without it, done after %d ms, highest view %d",
        slow.percentOf(fair), slow.most(Run::doneMillis), slow.most(Run::highestView));
    assertThat(slow.most(Run::doneMillis)).isLessThan(10 * T);
    assertThat(slow.most(Run::highestView)).isEqualTo(1);
    assertThat(slow.most(Run::pauseMillis)).isLessThan(2 * T);
  }

  @Test
  void no_invalid_batch_of_a_primary_gets_a_vote() {
    var campaign = replica0(ReplicaFault.INVALID_BATCHES);
    long refused =
        campaign.refused("BatchTooLarge", "ClockTooFar", "RepeatedRequest", "OUT_OF_BOUNDS");
    campaign.measured(
        "invalid batches: %d refused, longest pause %d ms",
        refused, campaign.most(Run::pauseMillis));
    assertThat(refused).isPositive();
    assertThat(campaign.most(Run::pauseMillis)).isLessThan(3 * T);
  }

  @Test
  void a_batch_of_requests_that_nobody_made_is_never_prepared() {
    var campaign = replica0(ReplicaFault.UNAVAILABLE_BATCHES);
    campaign.measured("unavailable batches: pause %d ms", campaign.most(Run::pauseMillis));
    assertThat(campaign.most(Run::pauseMillis)).isLessThan(3 * T);
    assertThat(campaign.least(Run::highestView)).isPositive();
  }

  @Test
  void a_censored_client_is_answered() {
    var campaign = replica0(ReplicaFault.CENSORSHIP);
    campaign.measured(
        "censoring primary: longest pause of all %d ms, highest view %d, done after %d ms",
        campaign.most(Run::pauseMillis),
        campaign.most(Run::highestView),
        campaign.most(Run::doneMillis));
    assertThat(campaign.least(Run::highestView)).isPositive();
    assertThat(campaign.most(Run::doneMillis)).isLessThan(8 * T);
  }

  @Test
  void nothing_is_executed_past_numbers_that_a_primary_skips() {
    var campaign = replica0(ReplicaFault.SKIPPING);
    campaign.measured("skipped numbers: pause %d ms", campaign.most(Run::pauseMillis));
    assertThat(campaign.most(Run::pauseMillis)).isLessThan(3 * T);
    assertThat(campaign.least(Run::highestView)).isPositive();
  }

  @Test
  void what_a_primary_proposes_above_the_high_water_mark_is_refused() {
    var campaign = replica0(ReplicaFault.JUMPING);
    campaign.measured(
        "jump to the high mark: %d refused, pause %d ms",
        campaign.refused("OutsideWindow"), campaign.most(Run::pauseMillis));
    assertThat(campaign.refused("OutsideWindow")).isPositive();
    assertThat(campaign.most(Run::pauseMillis)).isLessThan(3 * T);
  }

  @Test
  void a_batch_that_is_proposed_again_is_executed_once() {
    var batches = replica0(ReplicaFault.OLD_BATCHES);
    var requests = replica0(ReplicaFault.REPLAY);
    batches.measured("decided batches again: pause %d ms", batches.most(Run::pauseMillis));
    requests.measured("decided requests again: pause %d ms", requests.most(Run::pauseMillis));
    assertThat(batches.least(Run::answered)).isPositive();
  }

  private static Campaign replica0(ReplicaFault fault) {
    return Campaign.ofARow(seed -> SimulatedGroup.of(4).lying(0, fault));
  }
}
