package io.quorate.bench.load;

import io.quorate.engine.client.Reply;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * A request is due every so often, answered or not. Its latency counts from when it was due, so
 * that a pause is felt by all who would have asked meanwhile (no coordinated omission).
 */
final class OpenLoop implements LoadLoop {

  /** So many may be under way; those due beyond wait, and their latency grows. */
  static final int MOST_UNDER_WAY = 200_000;

  private static final long NAP = TimeUnit.MICROSECONDS.toNanos(200);

  private final Supplier<CompletionStage<Reply>> asking;
  private final double interval;
  private final Outcomes outcomes;
  private final Thread thread = new Thread(this::run, "quorate-open-loop");
  private volatile boolean stopped;

  /**
   * @param rate requests a second
   */
  OpenLoop(Supplier<CompletionStage<Reply>> asking, int rate, Outcomes outcomes) {
    this.asking = asking;
    this.interval = 1e9 / rate;
    this.outcomes = outcomes;
    thread.setDaemon(true);
  }

  @Override
  public void start() {
    thread.start();
  }

  @Override
  public void stop() throws InterruptedException {
    stopped = true;
    thread.join();
    outcomes.awaitAll();
  }

  private void run() {
    long begin = outcomes.now();
    for (long i = 0; !stopped; i++) {
      long due = begin + (long) (i * interval);
      while (!stopped && (outcomes.now() < due || outcomes.underWay() >= MOST_UNDER_WAY)) {
        LockSupport.parkNanos(Math.max(1, Math.min(NAP, due - outcomes.now())));
      }
      if (!stopped) {
        ask(due);
      }
    }
  }

  private void ask(long due) {
    outcomes.asked();
    var unused = asking.get().whenComplete((reply, failure) -> outcomes.ended(due, failure));
  }
}
