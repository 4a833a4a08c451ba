package io.quorate.bench.report;

import io.quorate.bench.load.Outcomes;
import io.quorate.bench.load.TimeSeries.Interval;
import io.quorate.bench.process.Usage;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * What one run under load came to.
 *
 * @param usages by process, the client last
 */
public record Measurement(Measured measured, Answers answers, List<Usage> usages) {

  private static final double MILLI = 1_000.0;

  /**
   * What was measured.
   *
   * @param replicas 1 when nobody had to agree
   */
  public record Measured(String name, int replicas, boolean durable) {}

  /**
   * What clients saw.
   *
   * @param latencies in microseconds
   */
  public record Answers(
      double seconds,
      long answered,
      long failed,
      Histogram latencies,
      List<Interval> series,
      Outcomes.Gap longestGap) {}

  public double requestsPerSecond() {
    return answers.answered() / answers.seconds();
  }

  /** A percentile of the latencies. */
  public double millis(double percentile) {
    return answers.latencies().getValueAtPercentile(percentile) / MILLI;
  }

  /** This much of all of one thing for each request that was answered. */
  public double perRequest(double all) {
    return all / Math.max(1, answers.answered());
  }

  /** Of all replicas and the client together. */
  public double cpuMicrosPerRequest() {
    return perRequest(total().cpu()) * 1e6;
  }

  public Usage total() {
    return Usage.sum(usages);
  }

  /** Slots that the group executed: no replica counts more. */
  public double slots() {
    return usages.stream().mapToDouble(each -> each.counts().slots()).max().orElse(0);
  }

  /** Requests of clients, each of which is a bundle of operations: no replica received more. */
  public double bundles() {
    return usages.stream().mapToDouble(each -> each.counts().requests()).max().orElse(0);
  }
}
