package io.quorate.simulation;

import static io.quorate.simulation.Seeds.assertGood;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.sim.Disturbance;
import io.quorate.sim.SimulatedGroup;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RestartTest {

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("io.quorate.simulation.Seeds#some")
  void a_replica_that_restarts_contradicts_nothing_that_it_said(long seed) {
    assertGood(SimulatedGroup.of(4).seed(seed).suffering(Disturbance.CRASH_ONE).losing(0.05).run());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("io.quorate.simulation.Seeds#some")
  void what_was_answered_survives_a_crash_of_all_replicas(long seed) {
    assertGood(SimulatedGroup.of(4).seed(seed).suffering(Disturbance.CRASH_ALL).run());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("io.quorate.simulation.Seeds#some")
  void a_group_that_lost_more_than_f_replicas_goes_on_when_they_return(long seed) {
    assertGood(SimulatedGroup.of(4).seed(seed).crashing().reordering().run());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("io.quorate.simulation.Seeds#some")
  void restarts_and_a_liar_together_break_nothing(long seed) {
    assertGood(
        SimulatedGroup.of(4).seed(seed).crashing().mutating((int) (seed % 4)).losing(0.05).run());
  }

  /** A run like these once made a primary sign two batches for one slot. */
  @Test
  void a_peers_status_brings_out_no_proposal_that_is_not_durable() {
    for (long seed = 1_001; seed <= 1_030; seed++) {
      var run = SimulatedGroup.of(4).seed(seed).requests(180).crashing().losing(0.1).run();
      assertThat(run.violations()).as(run::toString).isEmpty();
    }
  }
}
