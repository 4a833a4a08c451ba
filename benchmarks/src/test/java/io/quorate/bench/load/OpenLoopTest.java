package io.quorate.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.client.Reply;
import io.quorate.engine.client.RequestFailed;
import java.time.Duration;
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

  @Test
  void under_too_much_load_what_is_due_while_a_refusal_says_to_wait_is_not_asked()
      throws InterruptedException {
    var asked = new AtomicLong();
    var enough = new CountDownLatch(4);
    var loop =
        new OpenLoop(
            () -> {
              asked.incrementAndGet();
              enough.countDown();
              return CompletableFuture.failedStage(
                  new RequestFailed.NotExecuted("too many", Duration.ofMillis(50)));
            },
            RATE,
            outcomes);
    loop.overload(RATE);
    loop.start();
    enough.await();
    loop.stop();
    double due = outcomes.seconds() * RATE;
    assertThat(loop.unasked()).as("50 of 51").isGreaterThan(40 * (asked.get() - 1));
    assertThat(loop.unasked() + asked.get()).isBetween((long) (due * 0.9), (long) due + 1);
  }

  @Test
  void otherwise_all_are_asked_whatever_becomes_of_them() throws InterruptedException {
    var enough = new CountDownLatch(20);
    var loop =
        new OpenLoop(
            () -> {
              enough.countDown();
              return CompletableFuture.failedStage(
                  new RequestFailed.NotExecuted("too many", Duration.ofMillis(50)));
            },
            RATE,
            outcomes);
    loop.start();
    enough.await();
    loop.stop();
    assertThat(loop.unasked()).isZero();
    assertThat(outcomes.refused()).isGreaterThanOrEqualTo(20);
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
