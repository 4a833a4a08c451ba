package io.quorate.bench.report;

import io.quorate.bench.load.TimeSeries.Interval;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Raw figures, for other tools. */
public final class SeriesFile {

  private static final double MILLI = 1_000.0;

  private SeriesFile() {}

  /** A line for each interval, with commas between. */
  public static void write(Path file, List<Interval> series) throws IOException {
    var text = new StringBuilder("seconds,requestsPerSecond,failed,p50,p99,max,underWay\n");
    for (var each : series) {
      text.append(
          String.format(
              "%.3f,%.0f,%d,%.3f,%.3f,%.3f,%d%n",
              each.end(),
              each.rate(),
              each.failed(),
              each.p50(),
              each.p99(),
              each.highest(),
              each.underWay()));
    }
    Files.writeString(file, text);
  }

  /** In the format of HdrHistogram's plotter, in milliseconds. */
  static void histogram(Path file, Measurement.Answers answers) throws IOException {
    try (var out = new PrintStream(Files.newOutputStream(file), false, StandardCharsets.UTF_8)) {
      answers.latencies().outputPercentileDistribution(out, MILLI);
    }
  }
}
