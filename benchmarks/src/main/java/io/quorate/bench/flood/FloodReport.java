package io.quorate.bench.flood;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quorate.bench.process.ProcessSample;
import io.quorate.bench.report.Table;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a flood was like.
 *
 * @param offered votes that the flooder would send, a second
 * @param taken of them by its connections, a second
 * @param cores that the flooder was busy on
 * @param borne by all who were flooded
 */
public record FloodReport(double offered, double taken, double cores, Borne borne) {

  private static final String RECEIVED = "quorate_received_total{kind=\"votes\"}";
  private static final String CHECKED = "quorate_signatures_total{kind=\"checked\"}";
  private static final String REFUSED = "quorate_rejected_total{kind=\"";
  private static final double MEBI = 1024 * 1024;

  /**
   * What replicas bore meanwhile.
   *
   * @param received votes
   * @param checked signatures
   * @param refused messages, by kind
   * @param cpu seconds of a processor
   * @param resident octets at its end, of the one that has most
   */
  record Borne(
      double received, double checked, Map<String, Double> refused, double cpu, long resident) {

    static Borne between(ProcessSample before, ProcessSample after) {
      var refused = new TreeMap<String, Double>();
      for (var name : after.counters().keySet()) {
        double grown = after.grown(before, name);
        if (name.startsWith(REFUSED) && grown > 0) {
          refused.put(name.substring(REFUSED.length(), name.length() - 2), grown);
        }
      }
      return new Borne(
          after.grown(before, RECEIVED),
          after.grown(before, CHECKED),
          refused,
          after.cpu() - before.cpu(),
          after.resident());
    }

    private Borne plus(Borne other) {
      var both = new TreeMap<>(refused);
      other.refused.forEach((kind, count) -> both.merge(kind, count, Double::sum));
      return new Borne(
          received + other.received,
          checked + other.checked,
          both,
          cpu + other.cpu,
          Math.max(resident, other.resident));
    }

    private Borne perSecond(double seconds) {
      var rates = new TreeMap<>(refused);
      rates.replaceAll((kind, count) -> count / seconds);
      return new Borne(received / seconds, checked / seconds, rates, cpu / seconds, resident);
    }
  }

  /**
   * @param spent by the flooder
   * @param seconds that the flood lasted for those who bore it
   */
  static FloodReport of(Spent spent, double seconds, List<Borne> borne) {
    var all =
        borne.stream().reduce(new Borne(0, 0, Map.of(), 0, 0), Borne::plus).perSecond(seconds);
    return new FloodReport(
        spent.offered() / spent.seconds(),
        spent.taken() / spent.seconds(),
        spent.cpu() / spent.seconds(),
        all);
  }

  /** Adds its figures to the table of a day. */
  public void addTo(Table table) {
    table.row("flooder: votes offered, taken a second", figure(offered) + ", " + figure(taken));
    table.row("flooder: processors", String.format("%.2f", cores));
    table.row("replicas: votes received a second", figure(borne.received));
    table.row("replicas: signatures checked a second", figure(borne.checked));
    borne.refused.forEach(
        (kind, rate) -> table.row("replicas: refused a second, " + kind, figure(rate)));
    table.row("replicas: processors", String.format("%.2f", borne.cpu));
    table.row("replicas: most resident memory, MiB", figure(borne.resident / MEBI));
  }

  /** Adds them to its JSON. */
  public void addTo(ObjectNode json) {
    json.put("offeredPerSecond", offered).put("takenPerSecond", taken).put("cores", cores);
    json.put("receivedPerSecond", borne.received).put("checkedPerSecond", borne.checked);
    json.put("replicasCores", borne.cpu).put("mostResident", borne.resident);
    var refused = json.putObject("refusedPerSecond");
    borne.refused.forEach(refused::put);
  }

  private static String figure(double value) {
    return String.format("%,.0f", value);
  }
}
