package io.quorate.bench.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quorate.bench.process.Usage;

/** A run as JSON; consumption is for a request unless its name says otherwise. */
final class MeasurementJson {

  private static final double DECIMALS = 10_000;

  private MeasurementJson() {}

  /** What clients saw, added to this object. */
  static void answers(ObjectNode json, Measurement run) {
    json.put("requestsPerSecond", Math.round(run.requestsPerSecond()))
        .put("p50Millis", run.millis(50))
        .put("p99Millis", run.millis(99))
        .put("errors", run.answers().failed())
        .put("cpuMicrosPerRequest", Math.round(run.cpuMicrosPerRequest() * 10) / 10.0)
        .put("durable", run.measured().durable());
  }

  /** With its ratio to this reference. */
  static ObjectNode of(Measurement run, Measurement reference) {
    var json = JsonNodeFactory.instance.objectNode().put("run", run.measured().name());
    answers(json, run);
    var ratio = run.to(reference);
    json.put("counted", run.spread().runs())
        .put("lowestRequestsPerSecond", Math.round(run.spread().lowest()))
        .put("highestRequestsPerSecond", Math.round(run.spread().highest()))
        .put("ratio", rounded(ratio.median()))
        .put("lowestRatio", rounded(ratio.lowest()))
        .put("highestRatio", rounded(ratio.highest()));
    json.put("replicas", run.measured().replicas())
        .put("p999Millis", run.millis(99.9))
        .put("maxMillis", run.millis(100))
        .put("longestGapMillis", rounded(run.answers().longestGap().seconds() * 1_000))
        .put("slots", run.slots())
        .put("bundles", run.bundles());
    var processes = json.putArray("processes");
    run.usages().forEach(usage -> processes.add(usage(run, usage)));
    processes.add(usage(run, run.total()));
    return json;
  }

  private static ObjectNode usage(Measurement run, Usage usage) {
    var counts = usage.counts();
    var json =
        JsonNodeFactory.instance
            .objectNode()
            .put("process", usage.process())
            .put("cpuMicros", rounded(run.perRequest(usage.cpu()) * 1e6))
            .put("gcMillisPerSecond", rounded(usage.gc() * 1_000 / run.answers().seconds()))
            .put("allocatedOctets", rounded(run.perRequest(usage.allocated())))
            .put("residentOctets", usage.resident())
            .put("messages", rounded(run.perRequest(counts.messages())))
            .put("octets", rounded(run.perRequest(counts.octets())))
            .put("signaturesMade", rounded(run.perRequest(counts.signed())))
            .put("signaturesChecked", rounded(run.perRequest(counts.checked())))
            .put("forces", rounded(run.perRequest(counts.forces())))
            .put(
                "kernelMillisPerSecond",
                rounded(usage.threads().kernel() * 1_000 / run.answers().seconds()));
    var threads = json.putObject("threadMillisPerSecond");
    usage
        .threads()
        .seconds()
        .forEach(
            (kind, seconds) ->
                threads.put(kind.inWords(), rounded(seconds * 1_000 / run.answers().seconds())));
    return json;
  }

  private static double rounded(double value) {
    return Math.round(value * DECIMALS) / DECIMALS;
  }
}
