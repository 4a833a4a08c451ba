package io.quorate.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.client.Reply;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class OpenLoopTest {

  private static final int RATE = 1_000;
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(200);
  private static final long TICK = TimeUnit.MICROSECONDS.toNanos(10);

  /** Goes on a little whenever somebody looks. */
  private final AtomicLong time = new AtomicLong();

  private final Outcomes outcomes = new Outcomes(() -> time.addAndGet(TICK));

  @Test
  void a_pause_is_felt_by_all_that_were_due_meanwhile() throws InterruptedException {
    ask(400);
    var latencies = outcomes.takeLatencies();
    assertThat(latencies.getMaxValue()).isBetween(199_000L, 260_000L);
    assertThat(latencies.getCountBetweenValues(100_000, 300_000)).isBetween(90L, 150L);
  }

  @Test
  void requests_are_asked_when_they_are_due() throws InterruptedException {
    ask(400);
    assertThat(outcomes.seconds()).isBetween(0.395, 0.45);
  }

  /** The first ask takes long, all are answered at once. */
  private void ask(int count) throws InterruptedException {
    var left = new CountDownLatch(count);
    var loop = new OpenLoop(() -> answer(left, count), RATE, outcomes);
    loop.start();
    left.await();
    loop.stop();
  }

  private CompletionStage<Reply> answer(CountDownLatch left, int count) {
    if (left.getCount() == count) {
      time.addAndGet(PAUSE);
    }
    left.countDown();
    return CompletableFuture.completedStage(null);
  }
}
