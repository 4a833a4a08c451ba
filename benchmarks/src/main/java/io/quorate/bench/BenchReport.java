package io.quorate.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import javax.imageio.ImageIO;
import org.HdrHistogram.Histogram;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChartBuilder;

/**
 * What a run came to.
 *
 * @param cpuMicrosPerRequest of all replicas and the client together
 * @param ceiling requests per second of the same machine unreplicated, if it was measured
 */
record BenchReport(
    double requestsPerSecond,
    Histogram latencies,
    long errors,
    double cpuMicrosPerRequest,
    boolean durable,
    OptionalDouble ceiling) {

  private static final int WIDTH = 900;
  private static final int HEIGHT = 500;
  private static final double MILLI = 1_000.0;

  ObjectNode toJson() {
    var json =
        JsonNodeFactory.instance
            .objectNode()
            .put("requestsPerSecond", Math.round(requestsPerSecond))
            .put("p50Millis", millis(50))
            .put("p99Millis", millis(99))
            .put("errors", errors)
            .put("cpuMicrosPerRequest", Math.round(cpuMicrosPerRequest * 10) / 10.0)
            .put("durable", durable);
    if (ceiling.isPresent()) {
      return json.put("ceilingRequestsPerSecond", Math.round(ceiling.getAsDouble()));
    }
    return json.putNull("ceilingRequestsPerSecond");
  }

  String toText() {
    var text = new StringBuilder();
    text.append(
        String.format("%,.0f requests/s%s%n", requestsPerSecond, durable ? ", durable" : ""));
    for (double percentile : new double[] {50, 90, 99, 99.9, 100}) {
      text.append(String.format("  p%-5s %8.2f ms%n", label(percentile), millis(percentile)));
    }
    text.append(String.format("  CPU    %8.1f us a request%n", cpuMicrosPerRequest));
    text.append(String.format("  errors %8d", errors));
    ceiling.ifPresent(
        value ->
            text.append(
                String.format(
                    "%n  unreplicated %,.0f requests/s: this is %.0f %% of it",
                    value, 100 * requestsPerSecond / value)));
    return text.toString();
  }

  /** Writes figures, the histogram and a plot of the latencies. */
  void writeTo(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("report.json"), toJson().toPrettyString() + "\n");
    try (var out =
        new PrintStream(
            Files.newOutputStream(folder.resolve("latencies.hgrm")),
            false,
            StandardCharsets.UTF_8)) {
      latencies.outputPercentileDistribution(out, MILLI);
    }
    plot(folder.resolve("latencies.png"));
  }

  private void plot(Path file) throws IOException {
    List<Double> nines = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    for (double tail = 1; tail >= 0.000_1; tail /= 1.2) {
      nines.add(-Math.log10(tail));
      values.add(latencies.getValueAtPercentile(100 * (1 - tail)) / MILLI);
    }
    var chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(String.format("%,.0f requests/s", requestsPerSecond))
            .xAxisTitle("nines of requests (2 = 99 %)")
            .yAxisTitle("milliseconds")
            .build();
    chart.addSeries("latency", nines, values);
    ImageIO.write(BitmapEncoder.getBufferedImage(chart), "png", file.toFile());
  }

  private double millis(double percentile) {
    return latencies.getValueAtPercentile(percentile) / MILLI;
  }

  private static String label(double percentile) {
    return percentile == Math.rint(percentile)
        ? Integer.toString((int) percentile)
        : Double.toString(percentile);
  }
}
