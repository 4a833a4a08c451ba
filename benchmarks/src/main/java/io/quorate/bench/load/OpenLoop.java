package io.quorate.bench.load;

import io.quorate.bootstrap.access.ClientAccess;
import io.quorate.engine.client.Reply;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * A request is due every so often, answered or not. Its latency counts from when it was due, so
 * that a pause is felt by all who would have asked meanwhile (no coordinated omission).
 */
public final class OpenLoop implements LoadLoop {

  /** So many may be under way; those due beyond wait, and their latency grows. */
  static final int MOST_UNDER_WAY = 200_000;

  private static final long NAP = TimeUnit.MICROSECONDS.toNanos(200);

  private final Supplier<CompletionStage<Reply>> asking;
  private final Outcomes outcomes;
  private final Thread thread = new Thread(this::run, "quorate-open-loop");
  private volatile Pace pace;
  private final LongAdder unasked = new LongAdder();
  private volatile boolean stopped;

  /**
   * How often something is due.
   *
   * @param interval nanoseconds
   * @param heeds whether nothing is asked for as long as a refusal says
   */
  private record Pace(double interval, boolean heeds) {
    static Pace of(int rate, boolean heeds) {
      return new Pace(1e9 / rate, heeds);
    }
  }

  /**
   * @param rate requests a second
   */
  OpenLoop(Supplier<CompletionStage<Reply>> asking, int rate, Outcomes outcomes) {
    this.asking = asking;
    this.pace = Pace.of(rate, false);
    this.outcomes = outcomes;
    thread.setDaemon(true);
  }

  /** Asks for what this load asks for, at its rate. */
  public static OpenLoop of(Load load, ClientAccess.Connection connection, Outcomes outcomes) {
    return new OpenLoop(load.asking(connection), load.rate(), outcomes);
  }

  @Override
  public void start() {
    thread.start();
  }

  /**
   * So many requests a second are due from now on. Whoever is refused is told when to try again:
   * until then nothing is asked, and what was due is {@link #unasked}. What makes load would else
   * spend the machine on refusals.
   */
  public void overload(int rate) {
    pace = Pace.of(rate, true);
  }

  /** So many a second from now on, and all of them are asked. */
  public void ease(int rate) {
    pace = Pace.of(rate, false);
  }

  /** Requests that were due, and that nobody asked. */
  public long unasked() {
    return unasked.sum();
  }

  @Override
  public void stop() throws InterruptedException {
    stopped = true;
    thread.join();
    outcomes.awaitAll();
  }

  private void run() {
    long begin = outcomes.now();
    double due = 0;
    for (var now = pace; !stopped; due += now.interval) {
      await(begin + (long) due);
      if (now.heeds) {
        due = skip(due, begin, now);
      }
      now = pace;
      if (!stopped) {
        ask(begin + (long) due);
      }
    }
  }

  private void await(long due) {
    while (!stopped && (outcomes.now() < due || outcomes.underWay() >= MOST_UNDER_WAY)) {
      LockSupport.parkNanos(Math.max(1, Math.min(NAP, due - outcomes.now())));
    }
  }

  /** Waits as long as a refusal says, and gives when the next one is due that is asked. */
  private double skip(double due, long begin, Pace now) {
    for (long held = held(); !stopped && held > 0; held = held()) {
      LockSupport.parkNanos(Math.min(NAP, held));
    }
    double late = outcomes.now() - begin - due;
    boolean over = !pace.heeds || begin + due < outcomes.heldUntil();
    if (!over || late < now.interval) {
      return due;
    }
    long skipped = (long) (late / now.interval);
    unasked.add(skipped);
    return due + skipped * now.interval;
  }

  /** Nanoseconds for which a refusal says to ask nothing. */
  private long held() {
    return outcomes.heldUntil() - outcomes.now();
  }

  private void ask(long due) {
    outcomes.asked();
    var unused =
        asking
            .get()
            .handle(
                (reply, failure) -> {
                  outcomes.ended(due, failure);
                  return reply;
                });
  }
}
