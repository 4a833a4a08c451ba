package io.quorate.simulation;

import static io.quorate.sim.Disturbance.CRASH_ALL;
import static io.quorate.sim.Disturbance.CRASH_MANY;
import static io.quorate.sim.Disturbance.CRASH_ONE;
import static io.quorate.sim.Disturbance.DAMAGED_DISK;
import static io.quorate.sim.Disturbance.ISOLATE;
import static io.quorate.sim.Disturbance.ONE_WAY;
import static io.quorate.sim.Disturbance.PAUSE;
import static io.quorate.sim.Disturbance.SKEW;
import static io.quorate.sim.Disturbance.SLOW_DISK;
import static io.quorate.sim.Disturbance.SPLIT;
import static io.quorate.simulation.Seeds.assertGood;

import io.quorate.sim.SimulatedGroup;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** Runs that once violated a property, by the seed that found it and the faults that it drew. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class FoundSeedsTest {

  @Test
  void what_was_executed_before_all_crashed_is_answered_when_it_is_asked_again() {
    assertGood(
        group(388)
            .losing(0.1)
            .reordering()
            .doubleDealing(1)
            .suffering(CRASH_ALL, SKEW, SLOW_DISK)
            .mutating(1)
            .run());
    assertGood(
        group(441)
            .losing(0.1)
            .duplicating(0.1)
            .delaying()
            .suffering(CRASH_ALL, SPLIT, ISOLATE, SLOW_DISK)
            .mutating(1)
            .run());
  }

  @Test
  void a_learner_gets_the_newest_stable_state_from_peers_that_all_restarted() {
    assertGood(
        group(111)
            .reordering()
            .delaying()
            .suffering(CRASH_MANY, CRASH_ALL, PAUSE, DAMAGED_DISK)
            .run());
  }

  /** The simulator's own fault: nobody replaced a disk that was found damaged in the last start. */
  @Test
  void a_damaged_disk_is_replaced_though_it_is_found_when_the_calm_begins() {
    assertGood(
        group(687)
            .losing(0.1)
            .reordering()
            .doubleDealing(1)
            .suffering(CRASH_ONE, CRASH_MANY, CRASH_ALL, ONE_WAY, DAMAGED_DISK)
            .run());
  }

  @Test
  void a_replica_that_asked_for_a_view_alone_agrees_again_in_the_end() {
    assertGood(
        group(37)
            .delaying()
            .doubleDealing(1)
            .suffering(ONE_WAY, SKEW, DAMAGED_DISK)
            .replaying(1)
            .run());
  }

  private static SimulatedGroup group(long seed) {
    return SimulatedGroup.of(4).seed(seed);
  }
}
