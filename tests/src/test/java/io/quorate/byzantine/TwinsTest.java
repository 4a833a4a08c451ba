package io.quorate.byzantine;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.faults.Campaign;
import io.quorate.sim.Run;
import io.quorate.sim.SimulatedGroup;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/**
 * Class 4 of the faults: the primary is two nodes with one key. Sides are numbers whose bits are
 * replicas 0 to 3 and the second twin; replica 0 is on side 0, for only who is with whom matters.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TwinsTest {

  private static final int PARTITIONS = 16;

  @Test
  void no_partition_of_a_view_lets_twins_make_a_fork() {
    assertNoFork("one view", PARTITIONS, number -> List.of(sides(number)));
  }

  /** All 256 with {@code -Dquorate.seeds=256} or more; else those in which the twins are apart. */
  @Test
  void no_partitions_of_two_views_let_twins_make_a_fork() {
    boolean all = Integer.getInteger("quorate.seeds", 0) >= PARTITIONS * PARTITIONS;
    int first = all ? PARTITIONS : PARTITIONS / 2;
    assertNoFork(
        "two views",
        first * PARTITIONS / (all ? 1 : 2),
        number ->
            all
                ? List.of(sides(number / PARTITIONS), sides(number % PARTITIONS))
                : List.of(
                    sides(PARTITIONS / 2 + number / (PARTITIONS / 2)),
                    sides(2 * (number % (PARTITIONS / 2)) + number / (PARTITIONS / 2) % 2)));
  }

  @Test
  void no_drawn_partitions_of_three_and_four_views_let_twins_make_a_fork() {
    assertNoFork(
        "three and four views",
        Integer.getInteger("quorate.seeds", Campaign.OF_A_CLASS),
        number -> {
          var random = new SplittableRandom(number);
          return IntStream.range(0, 3 + number % 2)
              .mapToObj(view -> sides(random.nextInt(PARTITIONS)))
              .toList();
        });
  }

  /** The checks of every run see to it that nothing is decided twice. */
  private static void assertNoFork(String what, int schedules, Schedule schedule) {
    var campaign =
        Campaign.of(
            schedules,
            seed ->
                SimulatedGroup.of(4)
                    .twins(0, schedule.of((int) seed - 1))
                    .requests(18)
                    .troubledFor(2_500));
    campaign.measured(
        "twins, partitions of %s: 0 forks, %d conflicts delivered, %d proofs kept, highest view %d",
        what,
        campaign.sum(Run::conflicts),
        campaign.refused("evidence of Equivocation"),
        campaign.most(Run::highestView));
    assertThat(campaign.least(Run::answered)).isPositive();
  }

  private interface Schedule {
    List<Integer> of(int number);
  }

  /** The other four nodes are on either side. */
  private static int sides(int number) {
    return number << 1;
  }
}
