package io.quorate.bench.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quorate.bench.load.Load;
import io.quorate.bench.process.ThreadKind;
import io.quorate.bench.process.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;

/**
 * What all runs of one call came to, in the order in which they were made.
 *
 * @param asked which of them was asked for; the others are there to compare
 */
public record BenchReport(Load load, List<Measurement> runs, Measurement asked) {

  private static final double MEBI = 1 << 20;

  public long errors() {
    return runs.stream().mapToLong(run -> run.spread().failed()).sum();
  }

  private Optional<Measurement> ceiling() {
    return runs.stream().filter(run -> run.measured().replicas() == 1).findFirst();
  }

  private List<Measurement> groups() {
    return runs.stream().filter(run -> run.measured().replicas() > 1).toList();
  }

  /** The tables, in Markdown. */
  public String toText() {
    return String.join(
        "\n\n", title(), throughput(), consumption(), threads(), new CostTable(groups()).toText());
  }

  private String title() {
    int most = runs.stream().mapToInt(run -> run.spread().runs()).max().orElse(1);
    var title =
        load.inWords() + ", " + load.seconds() + " s after " + load.warmUp() + " s of warm-up";
    return most == 1 ? title : title + ", the median of " + most;
  }

  private Measurement reference() {
    return ceiling().orElse(groups().get(0));
  }

  private String throughput() {
    var table =
        new Table(
            "run",
            "requests/s",
            "lowest to highest",
            "ratio",
            "lowest to highest",
            "p50 ms",
            "p90",
            "p99",
            "p99.9",
            "most",
            "errors",
            "longest gap ms",
            "CPU us a request");
    var reference = reference();
    for (var run : runs) {
      table.row(
          run.measured().name(),
          String.format("%,.0f", run.requestsPerSecond()),
          span(run, run.spread().lowest(), run.spread().highest(), "%,.0f"),
          String.format("%.3f", run.to(reference).median()),
          span(run, run.to(reference).lowest(), run.to(reference).highest(), "%.3f"),
          millis(run, 50),
          millis(run, 90),
          millis(run, 99),
          millis(run, 99.9),
          millis(run, 100),
          Long.toString(run.spread().failed()),
          String.format("%.0f", run.answers().longestGap().seconds() * 1_000),
          String.format("%.1f", run.cpuMicrosPerRequest()));
    }
    return table.toString();
  }

  private static String span(Measurement run, double lowest, double highest, String format) {
    return run.spread().runs() == 1
        ? ""
        : String.format(format, lowest) + " to " + String.format(format, highest);
  }

  private String consumption() {
    var table =
        new Table(
            "run",
            "process",
            "CPU us a request",
            "GC ms/s",
            "allocated bytes a request",
            "resident MiB",
            "forces/s",
            "checks a request");
    for (var run : runs) {
      run.usages().forEach(usage -> consumption(table, run, usage));
    }
    return table.toString();
  }

  private static void consumption(Table table, Measurement run, Usage usage) {
    double seconds = run.answers().seconds();
    table.row(
        run.measured().name(),
        usage.process(),
        String.format("%.2f", run.perRequest(usage.cpu()) * 1e6),
        String.format("%.1f", usage.gc() * 1_000 / seconds),
        String.format("%,.0f", run.perRequest(usage.allocated())),
        String.format("%.0f", usage.resident() / MEBI),
        String.format("%.0f", usage.counts().forces() / seconds),
        String.format("%.3f", run.perRequest(usage.counts().checked())));
  }

  /** Milliseconds of a processor each second. */
  private String threads() {
    var columns = new ArrayList<>(List.of("run", "process", "CPU ms/s"));
    Arrays.stream(ThreadKind.values()).map(ThreadKind::inWords).forEach(columns::add);
    columns.add("in the kernel");
    var table = new Table(columns.toArray(String[]::new));
    for (var run : runs) {
      run.usages().forEach(usage -> threads(table, run, usage));
    }
    return table.toString();
  }

  private static void threads(Table table, Measurement run, Usage usage) {
    var cells = new ArrayList<>(List.of(run.measured().name(), usage.process()));
    DoubleStream.concat(
            DoubleStream.of(usage.cpu()),
            Arrays.stream(ThreadKind.values()).mapToDouble(usage.threads()::of))
        .forEach(seconds -> cells.add(millisPerSecond(run, seconds)));
    cells.add(millisPerSecond(run, usage.threads().kernel()));
    table.row(cells.toArray(String[]::new));
  }

  private static String millisPerSecond(Measurement run, double seconds) {
    return String.format("%.0f", seconds * 1_000 / run.answers().seconds());
  }

  private static String millis(Measurement run, double percentile) {
    return String.format("%.2f", run.millis(percentile));
  }

  /** Of the run that was asked for, and all runs below. */
  public ObjectNode toJson() {
    var json = JsonNodeFactory.instance.objectNode();
    MeasurementJson.answers(json, asked);
    json.put("errors", errors());
    ceiling()
        .ifPresentOrElse(
            run -> json.put("ceilingRequestsPerSecond", Math.round(run.requestsPerSecond())),
            () -> json.putNull("ceilingRequestsPerSecond"));
    var array = json.putArray("runs");
    runs.forEach(run -> array.add(MeasurementJson.of(run, reference())));
    return json;
  }

  /** Writes tables, figures, histograms, time series and plots. */
  public void writeTo(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("report.md"), toText() + "\n");
    Files.writeString(folder.resolve("report.json"), toJson().toPrettyString() + "\n");
    for (var run : runs) {
      var name = run.measured().name().replaceAll("[^A-Za-z0-9]+", "-");
      SeriesFile.write(folder.resolve("series-" + name + ".csv"), run.answers().series());
      SeriesFile.histogram(folder.resolve("latencies-" + name + ".hgrm"), run.answers());
    }
    Plots.latencies(folder.resolve("latencies.png"), runs);
    Plots.throughput(folder.resolve("throughput.png"), runs);
  }
}
