package io.quorate.bootstrap.metrics;

import static java.util.Map.entry;

import io.quorate.engine.spi.Meter;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The engine's measurements as metrics of the node. */
public final class PrometheusMeter implements Meter {

  private static final Map<String, String> HELP =
      Map.ofEntries(
          entry("quorate_dropped_total", "Messages that were not sent, by reason."),
          entry("quorate_sent_total", "Messages sent to replicas and clients, by lane."),
          entry("quorate_sent_bytes_total", "Bytes of them, before TLS."),
          entry("quorate_received_total", "Messages received, by lane."),
          entry("quorate_received_bytes_total", "Bytes of them, after TLS."),
          entry("quorate_signatures_total", "Signatures made, and signatures checked."),
          entry("quorate_rejected_total", "Messages and requests refused, by reason."),
          entry(
              "quorate_evidence_total",
              "Contradictions of peers that are kept as evidence, by reason."),
          entry("quorate_ignored_total", "Commands that a replica's mode does not take."),
          entry("quorate_transitions_total", "Changes of mode, and of a view change's state."),
          entry("quorate_operations_total", "Operations of decided requests."),
          entry("quorate_application_failures_total", "Operations at which the application threw."),
          entry("quorate_executed", "Last sequence number executed."),
          entry("quorate_stable", "Last stable checkpoint."),
          entry("quorate_view", "The view."),
          entry("quorate_pool_bytes", "Bytes of requests that wait."));

  private final NodeMetrics metrics;
  private final Map<String, AtomicLong> gauges = new ConcurrentHashMap<>();
  private final Map<String, Map<String, NodeMetrics.Counter>> counters = new ConcurrentHashMap<>();

  public PrometheusMeter(NodeMetrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public void count(String name, String kind, long by) {
    var kinds = counters.get(name);
    var counter = kinds == null ? null : kinds.get(kind);
    (counter == null ? added(name, kind) : counter).add(by);
  }

  private NodeMetrics.Counter added(String name, String kind) {
    return counters
        .computeIfAbsent(name, key -> new ConcurrentHashMap<>())
        .computeIfAbsent(kind, key -> metrics.counter(name, help(name), "kind", kind));
  }

  @Override
  public void gauge(String name, long value) {
    gauges
        .computeIfAbsent(
            name,
            key -> {
              var held = new AtomicLong();
              metrics.gauge(name, help(name), held::get);
              return held;
            })
        .set(value);
  }

  private static String help(String name) {
    return HELP.getOrDefault(name, "Measured by the engine.");
  }
}
