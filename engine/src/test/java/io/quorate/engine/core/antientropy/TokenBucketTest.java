package io.quorate.engine.core.antientropy;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.model.ReplicaId;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TokenBucketTest {

  private static final long SECOND = 1_000_000_000L;
  private static final ReplicaId ONE = new ReplicaId(1);

  private final TokenBucket tokenBucket = new TokenBucket(1_000, 100);

  @Test
  void a_burst_may_be_drawn_at_once_and_no_more() {
    tokenBucket.draw(ONE, 999, 0);
    assertThat(tokenBucket.isSpent(ONE, 0)).isFalse();
    tokenBucket.draw(ONE, 1, 0);
    assertThat(tokenBucket.isSpent(ONE, 0)).isTrue();
  }

  @Test
  void time_pays_at_the_rate_and_never_beyond_the_burst() {
    tokenBucket.draw(ONE, 1_200, 0);
    assertThat(tokenBucket.isSpent(ONE, 2 * SECOND)).isTrue();
    assertThat(tokenBucket.isSpent(ONE, 2 * SECOND + SECOND / 100)).isFalse();
    tokenBucket.draw(ONE, 1_000, Long.MAX_VALUE);
    assertThat(tokenBucket.isSpent(ONE, Long.MAX_VALUE)).isTrue();
  }

  @Test
  void many_small_draws_come_to_the_rate() {
    long drawn = 0;
    for (long now = 0; now < 10 * SECOND; now += SECOND / 1_000) {
      if (!tokenBucket.isSpent(ONE, now)) {
        tokenBucket.draw(ONE, 50, now);
        drawn += 50;
      }
    }
    assertThat(drawn).isBetween(1_900L, 2_050L);
  }

  @Test
  void one_peers_greed_is_not_anothers_loss() {
    tokenBucket.draw(ONE, 5_000, 0);
    assertThat(tokenBucket.isSpent(new ReplicaId(2), 0)).isFalse();
  }
}
