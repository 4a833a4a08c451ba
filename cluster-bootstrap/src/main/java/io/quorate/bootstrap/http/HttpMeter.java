package io.quorate.bootstrap.http;

import io.quorate.bootstrap.metrics.NodeMetrics;
import io.quorate.engine.model.Bounded;
import java.util.HashMap;
import java.util.Map;

/** Counts answers; keeps what it counts with, for looking it up costs more than counting. */
final class HttpMeter {

  private final NodeMetrics metrics;

  @Bounded(by = HttpBuffers.HEADS)
  private final Map<Route, NodeMetrics.Counter> counters = new HashMap<>();

  @Bounded(by = HttpBuffers.HEADS)
  private final Map<String, NodeMetrics.Timer> timers = new HashMap<>();

  HttpMeter(NodeMetrics metrics) {
    this.metrics = metrics;
  }

  private record Route(String route, int code) {}

  /**
   * @param path that was asked for; empty when none could be read
   */
  void answered(String path, int code, long nanos) {
    var route =
        path.startsWith(KeyValueRoutes.PREFIX) ? "/kv" : Router.knows(path) ? path : "other";
    counters.computeIfAbsent(new Route(route, code), this::counter).increment();
    timers
        .computeIfAbsent(
            route,
            r -> metrics.timer("quorate_http_request_seconds", "Time to the answer.", "route", r))
        .record(nanos);
  }

  private NodeMetrics.Counter counter(Route of) {
    var code = Integer.toString(of.code());
    return metrics.counter(
        "quorate_http_requests_total", "Requests answered.", "route", of.route(), "code", code);
  }
}
