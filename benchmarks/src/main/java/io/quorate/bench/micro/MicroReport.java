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

/** Times of single parts, in microseconds, as a table and as JSON. */
public final class MicroReport {

  /** Parameters that say how many were measured together. */
  private static final Set<String> COUNTS = Set.of("signatures", "votes", "together");

  private static final double MEDIAN = 50;

  private static final Set<String> SHARED_ALREADY = Set.of("RequestPoolBench.admitAndRelease");

  private final List<Row> rows;

  /**
   * One benchmark with one choice of parameters.
   *
   * @param micros of one call, the median of the iterations: one in which the machine did something
   *     else does not count
   * @param slowest of the iterations
   * @param each the share of one signature, vote or entry of a call
   */
  private record Row(String name, String parameters, double micros, double slowest, double each) {}

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
    return new Row(name, parameters, micros, iterations.getMax(), micros / count);
  }

  /** Class and method. */
  static String shortened(String name) {
    int method = name.lastIndexOf('.');
    return name.substring(name.lastIndexOf('.', method - 1) + 1);
  }

  /** The table, in Markdown. */
  public String toText() {
    var table = new Table("benchmark", "with", "us a call", "slowest", "us for each");
    for (var row : rows) {
      table.row(
          row.name(),
          row.parameters(),
          figure(row.micros()),
          figure(row.slowest()),
          figure(row.each()));
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
          .put("microsEach", row.each());
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
