package io.quorate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.sim.Disturbance;
import io.quorate.sim.Run;
import io.quorate.sim.SimulatedGroup;
import io.quorate.sim.adversary.ClientFault;
import io.quorate.sim.adversary.ReplicaFault;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/**
 * Ten of the twelve classes of faults, each over many seeds; class 3 is TwoPrimariesTest, class 4
 * TwinsTest. T, the time-out of a view, is a second here.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class FaultClassesTest {

  private static final long T = 1_000;
  private static final int TROUBLE = 4_000;

  private static final List<ReplicaFault> BAD_PRIMARIES =
      List.of(
          ReplicaFault.SILENCE,
          ReplicaFault.MUTENESS,
          ReplicaFault.SLOWNESS,
          ReplicaFault.OMISSION,
          ReplicaFault.CENSORSHIP);

  private static final List<ReplicaFault> BAD_VOTERS =
      List.of(
          ReplicaFault.MUTATION,
          ReplicaFault.DOUBLE_VOTING,
          ReplicaFault.FORGERY,
          ReplicaFault.OLD_MESSAGES,
          ReplicaFault.FALSE_NEW_VIEWS,
          ReplicaFault.VIEW_STORM,
          ReplicaFault.EQUIVOCATION);

  private static final List<ReplicaFault> ATTACKS =
      List.of(
          ReplicaFault.VOTE_FLOOD,
          ReplicaFault.VIEW_STORM,
          ReplicaFault.GARBAGE,
          ReplicaFault.FALSE_STATUS);

  private static final List<ReplicaFault> WITH_ONE_OFF =
      List.of(
          ReplicaFault.EQUIVOCATION,
          ReplicaFault.FORGED_REPLIES,
          ReplicaFault.MINORITY,
          ReplicaFault.DOUBLE_VOTING);

  @Test
  void class_1_a_view_change_with_too_few_votes_waits_and_ends_when_there_are_enough() {
    var campaign =
        Campaign.ofAClass(seed -> group().without(0, 3).reordering().troubledFor(TROUBLE));
    long late = campaign.most(Run::doneMillis) - TROUBLE;
    campaign.measured(
        "view change with 2 of 4: nothing answered for %d ms; %d ms after the others came",
        campaign.least(Run::pauseMillis), late);
    assertThat(campaign.least(Run::pauseMillis)).isGreaterThanOrEqualTo(TROUBLE);
    assertThat(late).isLessThan(2 * T);
  }

  /** Two of four are there, and one of the two votes as if it were all of them. */
  @Test
  void class_1_a_view_change_that_is_repeated_and_forged_counts_once() {
    var campaign =
        Campaign.ofAClass(
            seed ->
                group()
                    .without(0, 3)
                    .lying(1 + (int) (seed % 2), ReplicaFault.DUPLICATE_VIEW_CHANGES)
                    .troubledFor(TROUBLE));
    long late = campaign.most(Run::doneMillis) - TROUBLE;
    campaign.measured(
        "view change with 2 of 4, one forging: %d refused, nothing answered for %d ms; %d ms after",
        campaign.refused("BadSignature"), campaign.least(Run::pauseMillis), late);
    assertThat(campaign.refused("BadSignature")).isPositive();
    assertThat(campaign.least(Run::pauseMillis)).isGreaterThanOrEqualTo(TROUBLE);
    assertThat(late).isLessThan(2 * T);
  }

  @Test
  void class_2_injected_proposals_are_refused_and_get_no_vote() {
    var campaign =
        Campaign.ofAClass(
            seed ->
                group()
                    .lying(1 + (int) (seed % 3), ReplicaFault.INJECTION)
                    .eager()
                    .troubledFor(1_500));
    var fair = Campaign.ofARow(seed -> group().eager().troubledFor(1_500));
    long refused = campaign.refused("NotThePrimary", "BadSignature", "OutsideWindow", "WrongView");
    campaign.measured(
        "injected proposals: %d refused, highest view %d, slowest answer %d ms (%d without)",
        refused,
        campaign.most(Run::highestView),
        campaign.most(Run::pauseMillis),
        fair.most(Run::pauseMillis));
    assertThat(refused).isGreaterThanOrEqualTo(10_000L * campaign.seeds() / 50);
    assertThat(campaign.most(Run::highestView)).isZero();
  }

  @Test
  void class_5_a_bad_primary_after_the_other_is_replaced_or_borne() {
    var campaign =
        Campaign.ofAClass(
            seed -> {
              var fault = BAD_PRIMARIES.get((int) (seed % BAD_PRIMARIES.size()));
              return seed % 10 == 0
                  ? SimulatedGroup.of(7).lying(0, fault).lying(1, ReplicaFault.SILENCE)
                  : group().lying(0, fault).troubledFor(TROUBLE);
            });
    campaign.measured(
        "silent, mute, slow, selective, censoring primaries: longest pause %d ms",
        campaign.most(Run::pauseMillis));
    assertThat(campaign.most(Run::pauseMillis)).isLessThan(4 * T + T);
  }

  @Test
  void class_6_crashes_of_one_of_several_and_of_all_lose_nothing() {
    var campaign = Campaign.ofAClass(seed -> group().crashing().troubledFor(TROUBLE));
    campaign.measured(
        "crashes: %d restarts of one, %d of f + 1, %d of all; %d answered, last after %d ms",
        campaign.suffered("crash"),
        campaign.suffered("crash-many"),
        campaign.suffered("crash-all"),
        campaign.sum(Run::answered),
        campaign.most(Run::virtualMillis));
    assertThat(campaign.suffered("crash-all")).isPositive();
  }

  @Test
  void class_7_damaged_full_and_slow_disks_stop_their_replica_at_most() {
    var campaign =
        Campaign.ofAClass(
            seed ->
                group()
                    .suffering(
                        Disturbance.DAMAGED_DISK, Disturbance.FULL_DISK, Disturbance.SLOW_DISK)
                    .suffering(Disturbance.CRASH_ONE)
                    .troubledFor(TROUBLE));
    campaign.measured(
        "disks: %d damaged, %d full, %d slow, %d damaged records found, %d torn tails cut",
        campaign.suffered("damaged-disk"),
        campaign.suffered("full-disk"),
        campaign.suffered("slow-disk"),
        campaign.suffered("damaged record found"),
        campaign.suffered("torn tail cut"));
    assertThat(campaign.suffered("damaged record found")).isPositive();
  }

  @Test
  void class_7_a_disk_that_lies_about_its_writes_costs_nothing_that_was_answered() {
    var campaign =
        Campaign.ofAClass(
            seed ->
                group()
                    .unhurried()
                    .suffering(Disturbance.LYING_DISK, Disturbance.CRASH_ALL)
                    .troubledFor(TROUBLE));
    campaign.measured(
        "lying disks: %d, acknowledged writes lost %d times; %d answered",
        campaign.suffered("lying-disk"),
        campaign.suffered("acknowledged writes lost"),
        campaign.sum(Run::answered));
    assertThat(campaign.suffered("acknowledged writes lost")).isPositive();
  }

  @Test
  void class_8_bad_networks_pauses_and_clocks_stop_nobody_for_good() {
    var campaign =
        Campaign.ofAClass(
            seed ->
                group()
                    .losing(0.1)
                    .duplicating(0.1)
                    .reordering()
                    .partitioning()
                    .pausing()
                    .suffering(Disturbance.SKEW, Disturbance.SLOW)
                    .troubledFor(TROUBLE));
    campaign.measured(
        "network and time: %d messages lost, %d cut off, %d doubled; highest view %d",
        campaign.suffered("message lost"),
        campaign.suffered("message cut off"),
        campaign.suffered("message doubled"),
        campaign.most(Run::highestView));
    assertThat(campaign.suffered("message cut off")).isPositive();
  }

  @Test
  void class_9_byzantine_votes_and_certificates_harm_nobody_in_any_network() {
    var campaign =
        Campaign.ofAClass(
            seed -> {
              var fault = BAD_VOTERS.get((int) (seed % BAD_VOTERS.size()));
              var group = group().lying((int) (seed % 4), fault).troubledFor(TROUBLE);
              return seed % 3 == 0 ? group.crashing() : group.partitioning().losing(0.05);
            });
    campaign.measured(
        "votes and certificates: %d equivocations, %d certificates and %d new views refused",
        campaign.refused("Equivocation"),
        campaign.refused("BadCertificate"),
        campaign.refused("UnjustifiedNewView"));
    assertThat(campaign.refused("Equivocation")).isPositive();
    assertThat(campaign.refused("BadCertificate")).isPositive();
  }

  @Test
  void class_10_byzantine_clients_harm_no_other_client() {
    var kinds = List.of(ClientFault.values());
    var campaign =
        Campaign.ofAClass(
            seed -> {
              var group = group().suffering(kinds.get((int) (seed % kinds.size())));
              return (seed % 4 == 0 ? group.crashing() : group).troubledFor(TROUBLE);
            });
    campaign.measured(
        "Byzantine clients: %d forged requests refused, %d answers for the others",
        campaign.refused("BadSignature"), campaign.sum(Run::answered));
    assertThat(campaign.refused("BadSignature")).isPositive();
  }

  @Test
  void class_11_floods_storms_and_garbage_starve_nobody() {
    var campaign =
        Campaign.ofAClass(
            seed ->
                group()
                    .lying(1 + (int) (seed % 3), ATTACKS.get((int) (seed % ATTACKS.size())))
                    .eager()
                    .troubledFor(1_500));
    var fair = Campaign.ofARow(seed -> group().eager().troubledFor(1_500));
    campaign.measured(
        "attacks on resources: %d octets refused as no message, longest pause %d ms (%d without)",
        campaign.refused("MALFORMED", "TOO_LARGE", "TOO_DEEP", "NOT_CANONICAL"),
        campaign.most(Run::pauseMillis),
        fair.most(Run::pauseMillis));
    assertThat(campaign.most(Run::highestView)).isZero();
    assertThat(campaign.most(Run::pauseMillis)).isLessThan(T);
  }

  @Test
  void class_12_a_poisoned_stale_or_endless_source_of_state_installs_nothing() {
    var campaign =
        Campaign.ofAClass(
            seed ->
                group()
                    .requests(240)
                    .lying((int) (seed % 3), ReplicaFault.POISONING)
                    .isolating(3)
                    .troubledFor(TROUBLE));
    campaign.measured(
        "state transfer with a liar among the sources: %d manifests refused, all done %d ms"
            + " after the cut",
        campaign.refused("ManifestNotItsRoot", "BadCertificate"),
        campaign.most(Run::virtualMillis) - TROUBLE);
    assertThat(campaign.refused("BadCertificate")).isPositive();
    assertThat(campaign.most(Run::virtualMillis) - TROUBLE).isLessThan(30_000);
  }

  /** A quorum of five is four: with a mute one and one that is off there are three. */
  @Test
  void five_of_which_one_lies_and_one_is_off_wait_for_it_and_never_answer_wrongly() {
    var waiting = Campaign.ofARow(seed -> five(seed, ReplicaFault.MUTENESS));
    var lying = Campaign.ofARow(seed -> five(seed, WITH_ONE_OFF.get((int) (seed % 4))));
    waiting.measured(
        "five, one mute, one off: nothing answered for %d ms; done %d ms after it is back, %d ms"
            + " with other liars",
        waiting.least(Run::pauseMillis),
        waiting.most(Run::doneMillis) - TROUBLE,
        lying.most(Run::doneMillis) - TROUBLE);
    assertThat(waiting.least(Run::pauseMillis)).isGreaterThanOrEqualTo(TROUBLE);
    assertThat(waiting.most(Run::doneMillis) - TROUBLE).isLessThan(4 * T);
  }

  private static SimulatedGroup five(long seed, ReplicaFault fault) {
    return SimulatedGroup.of(5).lying((int) (seed % 4), fault).without(4).troubledFor(TROUBLE);
  }

  private static SimulatedGroup group() {
    return SimulatedGroup.of(4);
  }
}
