package io.quorate.bench.micro;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.quorate.bench.report.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.openjdk.jmh.results.RunResult;

/** What single parts take of time and of memory, as a table and as JSON. */
public final class MicroReport {

  /** Parameters that say how many were measured together. */
  private static final Set<String> COUNTS = Set.of("signatures", "votes", "together");

  private static final double MEDIAN = 50;
  private static final double KIBI = 1 << 10;
  private static final String HEAP_POOLS = "mempool\\..*(Eden|Survivor|Tenured|Old).*\\.used";

  private static final Set<String> SHARED_ALREADY = Set.of("RequestPoolBench.admitAndRelease");

  private final List<Row> rows;

  /**
   * One benchmark with one choice of parameters.
   *
   * @param micros of one call, the median of the iterations: one in which the machine did something
   *     else does not count
   * @param slowest of the iterations
   * @param each the share of one signature, vote or entry of a call
   * @param allocated bytes of a call
   * @param peak bytes of the heap at their most, with what is garbage already
   */
  private record Row(
      String name,
      String parameters,
      double micros,
      double slowest,
      double each,
      double allocated,
      double peak) {}

  MicroReport(Collection<RunResult> results) {
    rows = results.stream().map(MicroReport::row).toList();
  }

  private static Row row(RunResult result) {
    var given = result.getParams();
    var values = new TreeMap<String, String>();
    given.getParamsKeys().forEach(key -> values.put(key, given.getParam(key)));
    var name = shortened(given.getBenchmark());
    var iterations = result.getPrimaryResult().getStatistics();
    double micros = iterations.getPercentile(MEDIAN);
    int count =
        values.entrySet().stream()
            .filter(each -> COUNTS.contains(each.getKey()) && !SHARED_ALREADY.contains(name))
            .mapToInt(each -> Integer.parseInt(each.getValue()))
            .findFirst()
            .orElse(1);
    var parameters =
        values.entrySet().stream()
            .map(each -> each.getKey() + " " + each.getValue())
            .collect(Collectors.joining(", "));
    return new Row(
        name,
        parameters,
        micros,
        iterations.getMax(),
        micros / count,
        told(result, "gc\\.alloc\\.rate\\.norm"),
        told(result, HEAP_POOLS) * KIBI);
  }

  /** The sum of what profilers told under such names. */
  private static double told(RunResult result, String names) {
    double sum = 0;
    for (var name : result.getSecondaryResults().keySet()) {
      sum += name.matches(names) ? result.getSecondaryResults().get(name).getScore() : 0;
    }
    return sum;
  }

  /** Class and method. */
  static String shortened(String name) {
    int method = name.lastIndexOf('.');
    return name.substring(name.lastIndexOf('.', method - 1) + 1);
  }

  /** The table, in Markdown. */
  public String toText() {
    var table =
        new Table(
            "benchmark",
            "with",
            "us a call",
            "slowest",
            "us for each",
            "bytes a call",
            "peak heap MiB");
    for (var row : rows) {
      table.row(
          row.name(),
          row.parameters(),
          figure(row.micros()),
          figure(row.slowest()),
          figure(row.each()),
          String.format("%,.0f", row.allocated()),
          String.format("%.1f", row.peak() / KIBI / KIBI));
    }
    return table.toString();
  }

  private static String figure(double micros) {
    return String.format(micros < 10 ? "%.3f" : "%.1f", micros);
  }

  public ArrayNode toJson() {
    var array = JsonNodeFactory.instance.arrayNode();
    for (var row : rows) {
      array
          .addObject()
          .put("benchmark", row.name())
          .put("with", row.parameters())
          .put("micros", row.micros())
          .put("slowestMicros", row.slowest())
          .put("microsEach", row.each())
          .put("allocatedBytes", row.allocated())
          .put("peakHeapBytes", row.peak());
    }
    return array;
  }

  /** Writes {@code micro.md} and {@code micro.json}. */
  public void writeTo(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("micro.md"), toText() + "\n");
    Files.writeString(folder.resolve("micro.json"), toJson().toPrettyString() + "\n");
  }
}
