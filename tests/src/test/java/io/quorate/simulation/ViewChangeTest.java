package io.quorate.simulation;

import static io.quorate.simulation.Seeds.assertGood;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.sim.SimulatedGroup;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ViewChangeTest {

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("io.quorate.simulation.Seeds#some")
  void a_primary_that_proposes_nothing_is_replaced(long seed) {
    assertGood(SimulatedGroup.of(4).seed(seed).silent(0).losing(0.05).run());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("io.quorate.simulation.Seeds#some")
  void a_primary_that_says_nothing_is_replaced(long seed) {
    assertGood(SimulatedGroup.of(4).seed(seed).mute(0).pausing().run());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("io.quorate.simulation.Seeds#some")
  void partitions_stop_nobody_for_good(long seed) {
    assertGood(SimulatedGroup.of(4).seed(seed).partitioning().run());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("io.quorate.simulation.Seeds#some")
  void replicas_that_change_views_in_a_bad_network_find_each_other(long seed) {
    assertGood(
        SimulatedGroup.of(4)
            .seed(seed)
            .partitioning()
            .pausing()
            .crashing()
            .losing(0.1)
            .reordering()
            .run());
  }

  @Test
  void a_silent_primary_costs_one_view() {
    var run = SimulatedGroup.of(4).seed(1).silent(0).run();
    assertGood(run);
    assertThat(run.highestView()).isEqualTo(1);
  }

  @Test
  void nobody_changes_the_view_when_all_is_well() {
    assertThat(LongStream.rangeClosed(1, 5))
        .allMatch(seed -> SimulatedGroup.of(4).seed(seed).run().highestView() == 0);
  }

  /** Shorter than the time after which others follow one that asks for a view alone. */
  @Test
  void votes_for_slots_that_nobody_proposed_change_no_view() {
    var run = SimulatedGroup.of(4).seed(3).requests(6).mutating(3).troubledFor(3_000).run();
    assertGood(run);
    assertThat(run.highestView()).isZero();
  }
}
