package io.quorate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.sim.Run;
import io.quorate.sim.SimulatedGroup;
import io.quorate.sim.adversary.ReplicaFault;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/**
 * What the primary of view 0 costs that proposes just under the time-out, in a minute: six clients
 * who ask again as soon as they are answered, compared with the same seed without it. Links take up
 * to 10 ms, for with 2 there are half as many answers more, and as much to wait for here.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SlowPrimaryTest {

  private static final int MINUTE = 60_000;

  /** After this the rate is that of the next primary. */
  private static final int SECOND = 1_000;

  /** The longest that a message takes, in milliseconds. */
  private static final int LINK = 10;

  /** Volleys, of two operations in the mean: more than anybody has answered in that time. */
  private static final int REQUESTS = 7_200;

  private static Campaign fair;
  private static Campaign slow;

  @BeforeAll
  static void measure() {
    fair = campaign(group -> group);
    slow = campaign(group -> group.lying(0, ReplicaFault.SLOWNESS));
  }

  @Test
  void a_primary_just_under_the_time_out_costs_at_most_a_tenth_of_a_minutes_rate() {
    long kept = slow.least(fair, (here, there) -> share(here, there, 0));
    slow.measured(
        "slow primary: at least %.1f %% of the rate of a minute, replaced after at most %d ms",
        kept / 10.0, slow.most(Run::replacedMillis));
    assertThat(fair.most(Run::highestView)).isZero();
    assertThat(kept).isBetween(900L, 999L);
  }

  @Test
  void a_second_after_it_was_replaced_97_percent_of_the_rate_are_there() {
    long kept =
        slow.least(fair, (here, there) -> share(here, there, here.replacedMillis() + SECOND));
    slow.measured("slow primary, from a second after on: at least %.1f %% of it", kept / 10.0);
    assertThat(slow.most(Run::replacedMillis)).isLessThan(MINUTE / 6);
    assertThat(slow.most(Run::highestView)).isEqualTo(1);
    assertThat(kept).isGreaterThanOrEqualTo(970);
  }

  /** A minute is long: one seed, or a third of what a row has. */
  private static Campaign campaign(UnaryOperator<SimulatedGroup> befalling) {
    return Campaign.of(
        Math.max(1, Integer.getInteger("quorate.seeds", 0) / 30),
        seed ->
            befalling.apply(
                SimulatedGroup.of(4)
                    .eager()
                    .delayingUpTo(LINK)
                    .requests(REQUESTS)
                    .troubledFor(MINUTE)));
  }

  /** Of the answers from then to the end of the minute, in thousandths. */
  private static long share(Run here, Run there, long from) {
    return 1_000 * here.answeredBetween(from, MINUTE) / there.answeredBetween(from, MINUTE);
  }
}
