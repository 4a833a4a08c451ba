package io.quorate.bench.day;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quorate.bench.report.Table;

/**
 * More was due than can be answered.
 *
 * @param peak answers a second of a closed loop before
 * @param due requests a second
 * @param refused in all, of which it is certain that they were not executed
 * @param unasked in all, while a refusal said to wait
 * @param spent while it lasted
 */
record Overload(double peak, double due, long refused, long unasked, Spent spent) {

  /**
   * Processors that were busy.
   *
   * @param client the process that asks
   * @param load of it, the thread that makes load
   * @param replicas all together
   */
  record Spent(double client, double load, double replicas) {}

  /**
   * @param answered a second meanwhile
   * @param failed in all, whatever the reason
   */
  void addTo(Table table, double answered, long failed) {
    table.row("peak of a closed loop, requests/s", figure(peak));
    table.row("due meanwhile, requests/s", figure(due));
    table.row("answered meanwhile, of the peak", String.format("%.0f %%", 100 * answered / peak));
    table.row("refused, surely not executed", count(refused));
    table.row("not asked, for a refusal said to wait", count(unasked));
    table.row("failed otherwise", count(failed - refused));
    table.row(
        "processors meanwhile: client, of it load, replicas",
        String.format("%.2f, %.2f, %.2f", spent.client, spent.load, spent.replicas));
  }

  void addTo(ObjectNode json, double answered, long failed) {
    json.put("peakPerSecond", peak).put("duePerSecond", due).put("shareOfPeak", answered / peak);
    json.put("refused", refused).put("unasked", unasked).put("failedOtherwise", failed - refused);
    json.put("clientCores", spent.client).put("loadCores", spent.load);
    json.put("replicasCores", spent.replicas);
  }

  private static String figure(double value) {
    return String.format("%,.0f", value);
  }

  private static String count(long requests) {
    return String.format("%,d", requests);
  }
}
