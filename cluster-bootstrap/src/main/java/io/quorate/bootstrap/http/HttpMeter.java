package io.quorate.bootstrap.http;

import io.quorate.bootstrap.metrics.BootstrapMetrics;
import io.quorate.engine.model.Bounded;
import io.quorate.engine.spi.Meter;
import java.util.HashMap;
import java.util.Map;

/** Counts answers; keeps what it counts with, for looking it up costs more than counting. */
final class HttpMeter {

  private final Meter meter;

  @Bounded(by = HttpBuffers.HEADS)
  private final Map<Route, Meter.Counter> counters = new HashMap<>();

  @Bounded(by = HttpBuffers.HEADS)
  private final Map<String, Meter.Distribution> durations = new HashMap<>();

  HttpMeter(Meter meter) {
    this.meter = meter;
  }

  private record Route(String route, int code) {}

  /**
   * @param path that was asked for; empty when none could be read
   */
  void answered(String path, int code, long nanos) {
    var route =
        path.startsWith(KeyValueRoutes.PREFIX) ? "/kv" : Router.knows(path) ? path : "other";
    counters.computeIfAbsent(new Route(route, code), this::counter).increment();
    durations
        .computeIfAbsent(route, each -> meter.distribution(BootstrapMetrics.HTTP_DURATION, each))
        .nanos(nanos);
  }

  private Meter.Counter counter(Route of) {
    return meter.counter(BootstrapMetrics.HTTP_REQUESTS, of.route(), Integer.toString(of.code()));
  }
}
