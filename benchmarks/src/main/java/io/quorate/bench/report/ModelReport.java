package io.quorate.bench.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What groups that nobody measured would cost by {@link Projection}, and what would bound them. */
public final class ModelReport {

  private static final List<Integer> SIZES = List.of(4, 13, 31, 100);
  private static final int LARGE = 1_024;

  private final List<Projection> projections;

  /** From what was measured of groups of four. */
  public ModelReport() {
    this.projections =
        Stream.of(0, LARGE)
            .flatMap(octets -> SIZES.stream().map(n -> projection(n, octets)))
            .toList();
  }

  private static Projection projection(int n, int octets) {
    return new Projection(n, octets, octets, UnitCosts.MEASURED);
  }

  /** Two tables in Markdown: what a slot costs, and what bounds. */
  public String toText() {
    return table(ModelReport::costs) + "\n\n" + table(ModelReport::bounds);
  }

  public ArrayNode toJson() {
    var array = JsonNodeFactory.instance.arrayNode();
    for (var each : projections) {
      var json = array.addObject().put("n", each.n());
      json.put("size", each.size()).put("reply", each.reply());
      costs(each).forEach(json::put);
      bounds(each).forEach(json::put);
    }
    return array;
  }

  private interface Columns {
    Map<String, Double> of(Projection projection);
  }

  private String table(Columns columns) {
    var names = columns.of(projections.get(0)).keySet().stream();
    var heads = Stream.concat(Stream.of("n", "size, reply"), names);
    var table = new Table(heads.toArray(String[]::new));
    for (var each : projections) {
      var row = Stream.of(Integer.toString(each.n()), each.size() + ", " + each.reply());
      var figures = columns.of(each).values().stream().map(ModelReport::figure);
      table.row(Stream.concat(row, figures).toArray(String[]::new));
    }
    return table.toString();
  }

  /** Of each replica, for a full slot. */
  private static Map<String, Double> costs(Projection slot) {
    var cells = new LinkedHashMap<String, Double>();
    cells.put("requests a slot", (double) slot.operations());
    cells.put("messages sent", slot.sent());
    cells.put("received", slot.received());
    cells.put("KiB sent by the primary", slot.octetsOfPrimary() / 1_024);
    cells.put("by a backup", slot.octetsOfBackup() / 1_024);
    cells.put("KiB received", slot.octetsReceived() / 1_024);
    cells.put("signatures made", slot.signed());
    cells.put("checked", slot.checked());
    cells.put("CPU ms a slot", slot.micros() / 1_000);
    cells.put("CPU us a request", slot.microsOfRequest());
    return cells;
  }

  /** Requests a second. */
  private static Map<String, Double> bounds(Projection slot) {
    var cells = new LinkedHashMap<String, Double>();
    cells.put("one core of a replica", slot.core());
    cells.put(Projection.CORES + " cores", slot.cores());
    cells.put("10 GbE of one client", slot.clientsNetwork());
    cells.put("10 GbE of the primary", slot.primarysNetwork());
    cells.put("disk", slot.disk());
    cells.put("pipeline, links of " + Projection.LINK_MILLIS + " ms", slot.farApart());
    cells.put("one client, these links", slot.farClient());
    return cells;
  }

  private static String figure(double value) {
    return String.format(value < 100 ? "%.2f" : "%,.0f", value);
  }
}
