package io.quorate.simulation;

import static io.quorate.simulation.Seeds.assertGood;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.sim.SimulatedGroup;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class AgreementTest {

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("io.quorate.simulation.Seeds#some")
  void correct_replicas_agree_when_all_is_well(long seed) {
    assertGood(SimulatedGroup.of(4).seed(seed).run());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("io.quorate.simulation.Seeds#some")
  void correct_replicas_agree_while_messages_are_lost_repeated_and_overtaken(long seed) {
    assertGood(SimulatedGroup.of(4).seed(seed).losing(0.1).duplicating(0.1).reordering().run());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("io.quorate.simulation.Seeds#some")
  void correct_replicas_agree_while_the_network_hardly_works(long seed) {
    assertGood(
        SimulatedGroup.of(4).seed(seed).losing(0.3).duplicating(0.3).reordering().delaying().run());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("io.quorate.simulation.Seeds#some")
  void groups_of_other_sizes_than_3f_plus_1_agree(long seed) {
    assertGood(
        SimulatedGroup.of(5 + (int) (seed % 2))
            .seed(seed)
            .requests(40)
            .crashing()
            .losing(0.05)
            .run());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("io.quorate.simulation.Seeds#some")
  void seven_replicas_agree_with_two_liars_of_different_kinds(long seed) {
    assertGood(
        SimulatedGroup.of(7)
            .seed(seed)
            .requests(40)
            .equivocating(0)
            .mutating(3)
            .losing(0.05)
            .run());
  }

  @Test
  void ten_replicas_agree_with_three_liars_of_different_kinds() {
    for (long seed = 1; seed <= 3; seed++) {
      assertGood(
          SimulatedGroup.of(10)
              .seed(seed)
              .requests(24)
              .equivocating(0)
              .mutating(3)
              .silent(1)
              .crashing()
              .run());
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("io.quorate.simulation.Seeds#some")
  void at_most_one_of_two_requests_with_one_name_is_executed(long seed) {
    assertGood(SimulatedGroup.of(4).seed(seed).doubleDealing(2).losing(0.1).run());
  }

  @Test
  void groups_that_sign_with_ed25519_agree() {
    for (long seed = 1; seed <= 3; seed++) {
      assertGood(SimulatedGroup.of(4).seed(seed).requests(24).losing(0.05).signingForReal().run());
    }
  }

  @Test
  void the_same_seed_gives_the_same_trace_and_another_seed_another() {
    var group = SimulatedGroup.of(4).losing(0.1).crashing().seed(7);
    var first = group.run();
    assertThat(group.run()).isEqualTo(first);
    assertThat(group.seed(8).run().trace()).isNotEqualTo(first.trace());
  }
}
