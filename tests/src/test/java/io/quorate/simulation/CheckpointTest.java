package io.quorate.simulation;

import static io.quorate.simulation.Seeds.assertGood;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.sim.Disturbance;
import io.quorate.sim.SimulatedGroup;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class CheckpointTest {

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("io.quorate.simulation.Seeds#some")
  void a_replica_that_was_alone_catches_up(long seed) {
    assertGood(SimulatedGroup.of(4).seed(seed).requests(240).suffering(Disturbance.ISOLATE).run());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("io.quorate.simulation.Seeds#some")
  void a_replica_that_was_paused_catches_up(long seed) {
    assertGood(SimulatedGroup.of(4).seed(seed).requests(240).pausing().losing(0.05).run());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("io.quorate.simulation.Seeds#some")
  void checkpoints_become_stable_though_votes_for_them_are_lost(long seed) {
    assertGood(SimulatedGroup.of(4).seed(seed).requests(120).losing(0.4).reordering().run());
  }

  @Test
  void catching_up_and_changing_the_view_come_in_any_order() {
    var unseen =
        new TreeSet<>(
            Set.of(
                "AGREEING_CATCHING_UP",
                "CATCHING_UP_AGREEING",
                "CATCHING_UP_VIEW_CHANGING",
                "VIEW_CHANGING_CATCHING_UP"));
    for (long seed = 1; seed <= 40 && !unseen.isEmpty(); seed++) {
      var run =
          SimulatedGroup.of(4)
              .seed(seed)
              .requests(600)
              .pausing()
              .suffering(Disturbance.ISOLATE, Disturbance.FULL_DISK)
              .run();
      assertGood(run);
      unseen.removeAll(run.transitions().keySet());
    }
    assertThat(unseen).isEmpty();
  }

  @Test
  void the_low_mark_follows_execution() {
    var run = SimulatedGroup.of(4).seed(1).requests(240).run();
    assertGood(run);
    assertThat(run.stable()).isGreaterThan(64);
  }
}
