package io.quorate.bench.report;

import io.quorate.bench.load.TimeSeries.Interval;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import javax.imageio.ImageIO;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Pictures of runs. */
public final class Plots {

  private static final int WIDTH = 1_000;
  private static final int HEIGHT = 500;
  private static final double MILLI = 1_000.0;
  private static final double SMALLEST_TAIL = 0.000_1;
  private static final double STEP = 1.2;

  private Plots() {}

  /** Latency over the share of requests that are quicker. */
  static void latencies(Path file, List<Measurement> runs) throws IOException {
    var chart = chart("latency", "nines of requests (2 = 99 %)", "milliseconds");
    for (var run : runs) {
      List<Double> nines = new ArrayList<>();
      List<Double> values = new ArrayList<>();
      for (double tail = 1; tail >= SMALLEST_TAIL; tail /= STEP) {
        nines.add(-Math.log10(tail));
        var latencies = run.answers().latencies();
        values.add(latencies.getValueAtPercentile(100 * (1 - tail)) / MILLI);
      }
      line(chart, run.measured().name(), nines, values);
    }
    write(chart, file);
  }

  /** Answers a second over time. */
  static void throughput(Path file, List<Measurement> runs) throws IOException {
    var chart = chart("throughput", "seconds", "requests a second");
    for (var run : runs) {
      series(chart, run.measured().name(), run.answers().series(), Interval::rate);
    }
    write(chart, file);
  }

  /**
   * One thing over time.
   *
   * @param moments what happened when, in seconds
   */
  public static void course(
      Path file, Course course, List<Interval> series, Map<String, Double> moments)
      throws IOException {
    var chart = chart(course.title(), "seconds", course.unit());
    double highest = 1;
    for (var each : course.lines().entrySet()) {
      series(chart, each.getKey(), series, each.getValue());
      highest = Math.max(highest, series.stream().mapToDouble(each.getValue()).max().orElse(1));
    }
    for (var moment : moments.entrySet()) {
      var at = List.of(moment.getValue(), moment.getValue());
      line(chart, moment.getKey(), at, List.of(0.0, highest)).setLineColor(Color.GRAY);
    }
    write(chart, file);
  }

  /** What is shown over time, by name. */
  public record Course(String title, String unit, Map<String, ToDoubleFunction<Interval>> lines) {}

  private static void series(
      XYChart chart, String name, List<Interval> series, ToDoubleFunction<Interval> value) {
    line(
        chart,
        name,
        series.stream().map(Interval::end).toList(),
        series.stream().mapToDouble(value).boxed().toList());
  }

  private static XYSeries line(XYChart chart, String name, List<Double> x, List<Double> y) {
    var series = chart.addSeries(name, x, y);
    series.setMarker(SeriesMarkers.NONE);
    return series;
  }

  private static XYChart chart(String title, String x, String y) {
    return new XYChartBuilder()
        .width(WIDTH)
        .height(HEIGHT)
        .title(title)
        .xAxisTitle(x)
        .yAxisTitle(y)
        .build();
  }

  private static void write(XYChart chart, Path file) throws IOException {
    ImageIO.write(BitmapEncoder.getBufferedImage(chart), "png", file.toFile());
  }
}
