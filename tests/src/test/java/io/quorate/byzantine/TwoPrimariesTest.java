package io.quorate.byzantine;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.faults.Campaign;
import io.quorate.sim.Run;
import io.quorate.sim.SimulatedGroup;
import io.quorate.sim.adversary.ReplicaFault;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** Class 3 of the faults: two primaries order at the same time. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TwoPrimariesTest {

  private static final String[] REFUSALS = {
    "Equivocation", "AlreadyPromised", "AgainstThePlan", "WrongView", "OutsideWindow", "Settled"
  };

  /**
   * In a group of seven the old primary and one backup are behind a cut while the five others elect
   * a new one; the cut heals, and the old primary goes on. In a group of four it does so beside the
   * new one all the time. The checks of every run see to it that nothing is decided twice.
   */
  @Test
  void of_10000_conflicting_proposals_none_is_committed_and_all_are_refused() {
    var campaign =
        Campaign.ofAClass(
            seed ->
                seed % 5 == 0
                    ? SimulatedGroup.of(7)
                        .lying(0, ReplicaFault.CHANGED_PROPOSALS)
                        .cutting((from, to) -> (from < 2) != (to < 2))
                        .troubledFor(4_000)
                    : SimulatedGroup.of(4)
                        .lying(0, ReplicaFault.CHANGED_PROPOSALS)
                        .troubledFor(2_000));
    long delivered = campaign.sum(Run::conflicts);
    long refused = campaign.refused(REFUSALS);
    long evidence =
        Stream.of(REFUSALS).mapToLong(kind -> campaign.refused("evidence of " + kind)).sum();
    campaign.measured(
        "two primaries: %d conflicting proposals reached correct replicas, 0 committed,"
            + " %d refused by name, %d of them kept as evidence",
        delivered, refused, evidence);
    assertThat(delivered).isGreaterThanOrEqualTo(10_000L * campaign.seeds() / 50);
    assertThat(refused).isGreaterThanOrEqualTo(delivered * 998 / 1_000);
    assertThat(evidence).isGreaterThanOrEqualTo(delivered * 998 / 1_000);
  }

  /** The second twin is the primary of a quorum, the first one that of a single backup. */
  @Test
  void a_twin_primary_on_both_sides_of_a_cut_commits_on_one_without_a_pause() {
    var campaign =
        Campaign.ofARow(seed -> SimulatedGroup.of(4).twins(0, List.of(0b11100)).troubledFor(3_000));
    campaign.measured(
        "twin primaries under a partition: longest pause %d ms, highest view %d",
        campaign.most(Run::pauseMillis), campaign.most(Run::highestView));
    assertThat(campaign.most(Run::pauseMillis)).isLessThan(1_000);
  }
}
