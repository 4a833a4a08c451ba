package io.quorate.bench.load;

import io.quorate.engine.client.RequestFailed;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/** What became of asks; told from many threads, read by one. */
public final class Outcomes {

  private static final long HIGHEST_MICROS = Duration.ofMinutes(2).toMillis() * 1_000;
  private static final int DIGITS = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int POLL_MILLIS = 1;

  private final LongSupplier clock;
  private final long begin;
  private final Recorder recorder = new Recorder(HIGHEST_MICROS, DIGITS);
  private final LongAdder asked = new LongAdder();
  private final LongAdder answered = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final AtomicReference<Answers> answers;
  private volatile long heldUntil;

  public Outcomes() {
    this(System::nanoTime);
  }

  /**
   * @param clock in nanoseconds
   */
  Outcomes(LongSupplier clock) {
    this.clock = clock;
    this.begin = clock.getAsLong();
    this.heldUntil = begin;
    this.answers = new AtomicReference<>(new Answers(begin));
  }

  /**
   * A time without an answer.
   *
   * @param from seconds after the beginning
   */
  public record Gap(double from, double seconds) {}

  /** When the last answer came, and the longest time between two so far, in nanoseconds. */
  private record Answers(long last, long gapFrom, long gap) {
    Answers(long begin) {
      this(begin, begin, 0);
    }

    Answers next(long now) {
      return now - last > gap ? new Answers(now, last, now - last) : new Answers(now, gapFrom, gap);
    }
  }

  /** One more is asked; gives the time. */
  long asked() {
    asked.increment();
    return now();
  }

  /** The time by the clock that all latencies are told by. */
  long now() {
    return clock.getAsLong();
  }

  /**
   * One has ended.
   *
   * @param from since when it counts
   * @param failure null if it was answered
   */
  void ended(long from, Throwable failure) {
    if (failure != null) {
      if (cause(failure) instanceof RequestFailed.NotExecuted refusal) {
        refused.increment();
        heldUntil = now() + refusal.retryAfter().toNanos();
      }
      failed.increment();
      return;
    }
    long now = now();
    recorder.recordValue(Math.min(HIGHEST_MICROS, Math.max(0, (now - from) / 1_000)));
    answered.increment();
    var before = answers.get();
    while (now > before.last() && !answers.compareAndSet(before, before.next(now))) {
      before = answers.get();
    }
  }

  private static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException ? failure.getCause() : failure;
  }

  /** When the last refusal says that trying again makes sense, by {@link #now}. */
  long heldUntil() {
    return heldUntil;
  }

  void awaitAll() throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (underWay() > 0 && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
  }

  /** Since the first ask was possible. */
  double seconds() {
    return (now() - begin) / 1e9;
  }

  public long underWay() {
    return asked.sum() - answered.sum() - failed.sum();
  }

  public long answered() {
    return answered.sum();
  }

  public long failed() {
    return failed.sum();
  }

  /** Of those that failed, the ones of which it is certain that they were not executed. */
  public long refused() {
    return refused.sum();
  }

  /** The longest time without an answer so far. */
  public Gap longestGap() {
    return told(answers.get());
  }

  /** The same since the last call; one that lasts belongs to the next. */
  public Gap takeLongestGap() {
    return told(answers.getAndUpdate(so -> new Answers(so.last())));
  }

  private Gap told(Answers so) {
    return new Gap((so.gapFrom() - begin) / 1e9, so.gap() / 1e9);
  }

  /** Latencies in microseconds since the last call. */
  Histogram takeLatencies() {
    return recorder.getIntervalHistogram();
  }
}
