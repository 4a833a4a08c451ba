package io.quorate.bench.report;

import java.util.List;

/** What was counted in each group, beside what {@link CostModel} says. */
record CostTable(List<Measurement> groups) {

  /** For a slot of the whole group, and for a request. */
  String toText() {
    var table = new Table("run", "counted", "a slot", "by the model", "a request");
    for (var each : groups) {
      if (each.slots() > 0) {
        rows(table, each);
      }
    }
    return table.toString();
  }

  private static void rows(Table table, Measurement run) {
    var model = new CostModel(run.measured().replicas(), run.bundles() / run.slots());
    var counts = run.total().counts();
    var out = new Rows(table, run);
    out.row("operations", (double) run.answers().answered(), "");
    out.row("bundles", run.bundles(), "");
    out.row("messages of replicas", counts.messages(), figure(model.messages()));
    out.row("bytes of replicas", counts.octets(), ">= " + figure(model.leastOctets()));
    out.row("signatures made by replicas", counts.signed(), figure(model.signed()));
    out.row(
        "signatures checked by replicas",
        counts.checked(),
        figure(model.leastChecked()) + " to " + figure(model.checked()));
    if (run.measured().durable()) {
      out.row("forces of journals", counts.forces(), "<= " + figure(model.forces()));
    }
  }

  private record Rows(Table table, Measurement run) {
    void row(String what, double counted, String model) {
      table.row(
          run.measured().name(),
          what,
          figure(counted / run.slots()),
          model,
          String.format("%.4f", run.perRequest(counted)));
    }
  }

  private static String figure(double value) {
    return String.format(value < 100 ? "%.1f" : "%,.0f", value);
  }
}
