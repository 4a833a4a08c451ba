package io.quorate.simulation;

import static io.quorate.simulation.Seeds.assertGood;

import io.quorate.sim.SimulatedGroup;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ByzantinePrimaryTest {

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("io.quorate.simulation.Seeds#some")
  void correct_replicas_agree_while_the_primary_equivocates(long seed) {
    assertGood(SimulatedGroup.of(4).seed(seed).losing(0.1).equivocating(0).run());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("io.quorate.simulation.Seeds#some")
  void an_equivocating_primary_and_crashes_together_make_no_fork(long seed) {
    assertGood(SimulatedGroup.of(4).seed(seed).crashing().equivocating((int) (seed % 4)).run());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("io.quorate.simulation.Seeds#some")
  void a_primary_that_leaves_one_replica_out_does_not_stop_it(long seed) {
    assertGood(SimulatedGroup.of(4).seed(seed).omitting(0, 1 + (int) (seed % 3)).run());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("io.quorate.simulation.Seeds#some")
  void a_primary_that_orders_requests_again_makes_nobody_execute_them_again(long seed) {
    assertGood(SimulatedGroup.of(4).seed(seed).replaying(0).losing(0.05).run());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("io.quorate.simulation.Seeds#some")
  void a_replica_that_alters_what_it_says_harms_nobody(long seed) {
    assertGood(SimulatedGroup.of(4).seed(seed).mutating((int) (seed % 4)).reordering().run());
  }
}
