package io.quorate.byzantine;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.faults.Campaign;
import io.quorate.sim.Run;
import io.quorate.sim.SimulatedGroup;
import io.quorate.sim.adversary.Mutation;
import io.quorate.sim.adversary.ReplicaFault;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows of the table of faults: votes, certificates and views of a liar. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ByzantineVotesTest {

  private static final long T = 1_000;

  /** The primary and a backup take turns at lying; a view change comes of itself or by crashes. */
  @ParameterizedTest
  @EnumSource
  void a_message_with_one_change_and_a_real_signature_harms_nobody(Mutation mutation) {
    var campaign =
        Campaign.of(
            Math.max(2, Integer.getInteger("quorate.seeds", 0) / 10),
            seed -> {
              var group =
                  SimulatedGroup.of(4).mutating((int) (seed % 2), mutation).troubledFor(3_000);
              return mutation.name().contains("VIEW_") ? group.crashing() : group;
            });
    assertThat(campaign.least(Run::answered)).isPositive();
  }

  @Test
  void the_mutations_are_the_27_of_byzzbench_and_12_more() {
    assertThat(Mutation.values()).hasSize(Mutation.OF_BYZZBENCH + 12);
    assertThat(List.of(Mutation.values()).subList(0, Mutation.OF_BYZZBENCH))
        .endsWith(Mutation.REPLY_NUMBER);
  }

  @Test
  void a_backup_that_votes_twice_is_counted_once_and_proven_a_liar() {
    var campaign = replica(3, ReplicaFault.DOUBLE_VOTING);
    campaign.measured(
        "two votes for one: %d refused, %d proofs kept, longest pause %d ms",
        campaign.refused("Equivocation"),
        campaign.refused("evidence of Equivocation"),
        campaign.most(Run::pauseMillis));
    assertThat(campaign.refused("evidence of Equivocation")).isPositive();
    assertThat(campaign.most(Run::highestView)).isZero();
  }

  @Test
  void votes_under_another_sender_configuration_or_type_are_refused() {
    for (var mutation :
        new Mutation[] {
          Mutation.COMMIT_SENDER, Mutation.CONFIGURATION, Mutation.SIGNED_AS_ANOTHER_TYPE
        }) {
      var campaign = Campaign.of(2, seed -> SimulatedGroup.of(4).mutating(3, mutation));
      long refused = campaign.refused("BadSignature", "Stranger", "OtherConfiguration");
      campaign.measured("%s: %d refused", mutation, refused);
      assertThat(refused).isPositive();
    }
  }

  @Test
  void what_was_said_in_other_views_clusters_and_configurations_has_no_effect() {
    var replayer = replica(3, ReplicaFault.OLD_MESSAGES);
    replayer.measured(
        "old messages: %d of other clusters, %d of other configurations, view %d",
        replayer.refused("OtherCluster"),
        replayer.refused("OtherConfiguration"),
        replayer.most(Run::highestView));
    assertThat(replayer.refused("OtherCluster")).isPositive();
    assertThat(replayer.refused("OtherConfiguration")).isPositive();
    assertThat(replayer.most(Run::highestView)).isZero();
  }

  @Test
  void forged_and_stale_certificates_are_refused_and_those_of_others_count() {
    var campaign =
        Campaign.ofARow(
            seed -> SimulatedGroup.of(4).lying((int) (seed % 4), ReplicaFault.FORGERY).crashing());
    campaign.measured("forged certificates: %d refused", campaign.refused("BadCertificate"));
    assertThat(campaign.refused("BadCertificate")).isPositive();
  }

  @Test
  void new_views_that_do_not_follow_from_the_view_changes_begin_nothing() {
    var campaign =
        Campaign.ofARow(
            seed -> SimulatedGroup.of(4).lying(1, ReplicaFault.FALSE_NEW_VIEWS).isolating(0));
    campaign.measured(
        "false new views: %d refused, highest view %d, longest pause %d ms",
        campaign.refused("UnjustifiedNewView"),
        campaign.most(Run::highestView),
        campaign.most(Run::pauseMillis));
    assertThat(campaign.refused("UnjustifiedNewView")).isPositive();
  }

  @Test
  void a_storm_of_far_views_by_one_replica_moves_nobody() {
    var campaign = Campaign.ofARow(seed -> eager().lying(3, ReplicaFault.VIEW_STORM));
    var fair = Campaign.ofARow(seed -> eager());
    campaign.measured(
        "storm of views: %d %% of the rate without it, highest view %d",
        campaign.percentOf(fair), campaign.most(Run::highestView));
    assertThat(campaign.most(Run::highestView)).isZero();
    assertThat(campaign.percentOf(fair)).isGreaterThanOrEqualTo(80);
  }

  @Test
  void a_replica_that_lies_about_where_it_stands_misleads_nobody() {
    var campaign = Campaign.ofARow(seed -> eager().lying(3, ReplicaFault.FALSE_STATUS));
    campaign.measured("lying status: longest pause %d ms", campaign.most(Run::pauseMillis));
    assertThat(campaign.most(Run::highestView)).isZero();
    assertThat(campaign.most(Run::pauseMillis)).isLessThan(T);
  }

  private static SimulatedGroup eager() {
    return SimulatedGroup.of(4).eager().troubledFor(3_000);
  }

  private static Campaign replica(int replica, ReplicaFault fault) {
    return Campaign.ofARow(seed -> SimulatedGroup.of(4).lying(replica, fault));
  }
}
