package io.quorate.bench.report;

import io.quorate.bench.load.Outcomes;
import io.quorate.bench.load.TimeSeries.Interval;
import io.quorate.bench.process.Usage;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/**
 * What one run under load came to, or the one in the middle of several.
 *
 * @param usages by process, the client last
 */
public record Measurement(Measured measured, Answers answers, List<Usage> usages, Spread spread) {

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
   * @param begun when
   * @param latencies in microseconds
   */
  public record Answers(
      Instant begun,
      double seconds,
      long answered,
      long failed,
      Histogram latencies,
      List<Interval> series,
      Outcomes.Gap longestGap) {}

  /**
   * How far the runs of one subject were apart.
   *
   * @param lowest requests a second
   * @param highest requests a second
   * @param failed in all of them
   */
  public record Spread(int runs, double lowest, double highest, long failed) {}

  /** Of one run alone. */
  public static Measurement of(Measured measured, Answers answers, List<Usage> usages) {
    double rate = answers.answered() / answers.seconds();
    return new Measurement(measured, answers, usages, new Spread(1, rate, rate, answers.failed()));
  }

  /**
   * The run in the middle, whole, so that its figures belong together; of an even number the lower
   * one in the middle.
   *
   * @param by what is compared: throughput of a closed loop, p99 of an open one, which answers what
   *     is due however late
   */
  public static Measurement median(List<Measurement> runs, ToDoubleFunction<Measurement> by) {
    var sorted = runs.stream().sorted(Comparator.comparingDouble(by)).toList();
    var middle = sorted.get((sorted.size() - 1) / 2);
    var rates = runs.stream().mapToDouble(Measurement::requestsPerSecond).summaryStatistics();
    return new Measurement(
        middle.measured,
        middle.answers,
        middle.usages,
        new Spread(
            runs.size(),
            rates.getMin(),
            rates.getMax(),
            runs.stream().mapToLong(run -> run.answers.failed()).sum()));
  }

  /** What this one is to a reference, each by its median. */
  public Ratio to(Measurement reference) {
    if (reference.equals(this)) {
      return new Ratio(1, 1, 1);
    }
    return new Ratio(
        requestsPerSecond() / reference.requestsPerSecond(),
        spread.lowest / reference.spread.highest,
        spread.highest / reference.spread.lowest);
  }

  /**
   * A ratio of throughputs.
   *
   * @param lowest of the lowest run to the reference's highest
   * @param highest of the highest run to the reference's lowest
   */
  public record Ratio(double median, double lowest, double highest) {}

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
