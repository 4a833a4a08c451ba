package io.quorate.bench.load;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Outcomes as they come, every {@value #MILLIS} ms. */
public final class TimeSeries {

  /** Length of an interval. */
  public static final int MILLIS = 100;

  private static final double MILLI = 1_000.0;

  /** Seconds of an interval that says something; what is left at the end may be shorter. */
  private static final double SHORTEST = 0.02;

  private final Outcomes outcomes;
  private final Histogram all = new Histogram(3);
  private final List<Interval> intervals = new ArrayList<>();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            var thread = new Thread(task, "quorate-time-series");
            thread.setDaemon(true);
            return thread;
          });
  private double last;
  private long failed;

  /**
   * What came in one interval; latencies in milliseconds, 0 if nothing came.
   *
   * @param end seconds after the beginning
   * @param rate answers a second
   * @param underWay asked and not answered, at its end
   */
  public record Interval(
      double end,
      double rate,
      long failed,
      double p50,
      double p99,
      double highest,
      long underWay) {}

  private TimeSeries(Outcomes outcomes) {
    this.outcomes = outcomes;
  }

  /** Begins to look. */
  public static TimeSeries of(Outcomes outcomes) {
    var series = new TimeSeries(outcomes);
    var unused =
        series.clock.scheduleAtFixedRate(series::look, MILLIS, MILLIS, TimeUnit.MILLISECONDS);
    return series;
  }

  private synchronized void look() {
    double now = outcomes.seconds();
    var latencies = outcomes.takeLatencies();
    all.add(latencies);
    if (now - last < SHORTEST) {
      return;
    }
    long failedNow = outcomes.failed();
    intervals.add(
        new Interval(
            now,
            latencies.getTotalCount() / (now - last),
            failedNow - failed,
            latencies.getValueAtPercentile(50) / MILLI,
            latencies.getValueAtPercentile(99) / MILLI,
            latencies.getMaxValue() / MILLI,
            outcomes.underWay()));
    last = now;
    failed = failedNow;
  }

  public synchronized List<Interval> intervals() {
    return List.copyOf(intervals);
  }

  /** All latencies so far, in microseconds. */
  public synchronized Histogram latencies() {
    return all.copy();
  }

  /** Looks a last time. */
  public void end() throws InterruptedException {
    clock.shutdown();
    clock.awaitTermination(1, TimeUnit.SECONDS);
    look();
  }
}
