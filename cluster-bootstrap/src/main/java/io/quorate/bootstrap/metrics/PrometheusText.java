package io.quorate.bootstrap.metrics;

import io.quorate.bootstrap.metrics.NodeMetrics.Counter;
import io.quorate.bootstrap.metrics.NodeMetrics.Family;
import io.quorate.bootstrap.metrics.NodeMetrics.Timer;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleSupplier;

/** Prometheus' text exposition format, version 0.0.4. */
public final class PrometheusText {

  public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final StringBuilder text = new StringBuilder();

  private PrometheusText() {}

  /** All metrics, in order of their names. */
  public static String of(NodeMetrics metrics) {
    var page = new PrometheusText();
    metrics.families().forEach(page::family);
    return page.text.toString();
  }

  private void family(Family family) {
    text.append("# HELP ").append(family.name()).append(' ');
    text.append(family.help().replace("\\", "\\\\").replace("\n", "\\n")).append('\n');
    text.append("# TYPE ").append(family.name()).append(' ');
    text.append(family.kind().name().toLowerCase(Locale.ROOT)).append('\n');
    family.series().entrySet().stream()
        .sorted(Comparator.comparing(entry -> entry.getKey().toString()))
        .forEach(entry -> series(family.name(), entry.getKey(), entry.getValue()));
  }

  private void series(String name, Map<String, String> labels, Object series) {
    if (series instanceof Counter counter) {
      line(name, labels(labels, ""), (double) counter.value());
    } else if (series instanceof Timer timer) {
      histogram(name, labels, timer);
    } else {
      line(name, labels(labels, ""), ((DoubleSupplier) series).getAsDouble());
    }
  }

  private void histogram(String name, Map<String, String> labels, Timer timer) {
    long sum = 0;
    double bound = Timer.SMALLEST;
    var counts = timer.counts();
    for (int i = 0; i < counts.size(); i++) {
      sum += counts.get(i);
      var le = i == Timer.BOUNDS ? "+Inf" : number(bound);
      line(name + "_bucket", labels(labels, "le=\"" + le + '"'), (double) sum);
      bound *= 2;
    }
    line(name + "_sum", labels(labels, ""), timer.seconds());
    line(name + "_count", labels(labels, ""), (double) sum);
  }

  private void line(String name, String labels, double value) {
    text.append(name).append(labels).append(' ').append(number(value)).append('\n');
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  private static String labels(Map<String, String> labels, String last) {
    var joined = new StringBuilder();
    labels.forEach(
        (name, value) -> joined.append(name).append("=\"").append(escape(value)).append("\","));
    joined.append(last);
    var inside = last.isEmpty() && joined.length() > 0 ? joined.length() - 1 : joined.length();
    return inside == 0 ? "" : "{" + joined.substring(0, inside) + "}";
  }

  private static String escape(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }
}
