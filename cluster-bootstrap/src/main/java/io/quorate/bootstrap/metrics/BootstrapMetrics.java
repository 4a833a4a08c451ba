package io.quorate.bootstrap.metrics;

import static io.quorate.engine.spi.Metric.counter;
import static io.quorate.engine.spi.Metric.gauge;
import static io.quorate.engine.spi.Metric.seconds;

import io.quorate.engine.spi.EngineMetrics;
import io.quorate.engine.spi.Metric;
import java.util.List;
import java.util.stream.Stream;

/** What is measured around the engine. docs/metrics.md has a row for each. */
public final class BootstrapMetrics {

  public static final Metric SENT =
      counter("quorate_sent_total", "messages", "Messages sent to other processes.", "lane");
  public static final Metric SENT_BYTES =
      counter("quorate_sent_bytes_total", "bytes", "Bytes of them, before TLS.", "lane");
  public static final Metric RECEIVED =
      counter("quorate_received_total", "messages", "Messages received.", "lane");
  public static final Metric RECEIVED_BYTES =
      counter("quorate_received_bytes_total", "bytes", "Bytes of them, after TLS.", "lane");
  public static final Metric SIGNATURES =
      counter(
          "quorate_signatures_total",
          "signatures",
          "Signatures made, and signatures checked.",
          "operation");
  public static final Metric JOURNAL_FLUSH =
      seconds(
          "quorate_journal_flush_duration_seconds",
          "How long the disk took to make something of the embedded journal durable.");
  public static final Metric REPLY_QUORUM =
      seconds(
          "quorate_reply_quorum_duration_seconds",
          "From what the gateway asks the group to f + 1 equal signed replies.");
  public static final Metric REGISTRY_ADDRESSES =
      gauge(
          "quorate_registry_addresses",
          "addresses",
          "Addresses that the registry lists, our own among them.");
  public static final Metric REGISTRY_REACHABLE =
      gauge("quorate_registry_reachable", "state", "1 while the registry can be used, else 0.");
  public static final Metric MEMBERSHIP_REFUSED =
      counter(
          "quorate_membership_refused_total",
          "messages",
          "Messages of the Pekko cluster refused, by why.",
          "reason");
  public static final Metric CERTIFICATE_EXPIRY =
      gauge(
          "quorate_certificate_expiry_timestamp_seconds",
          "seconds",
          "When this replica's TLS certificate expires, in seconds since 1970.");
  public static final Metric DISK_FREE =
      gauge("quorate_disk_free_bytes", "bytes", "Room on the disk of the replica's data.");
  public static final Metric DISK_SIZE =
      gauge("quorate_disk_size_bytes", "bytes", "Size of that disk.");
  public static final Metric ALLOCATED =
      gauge(
          "quorate_jvm_allocated_bytes",
          "bytes",
          "Allocated by the threads that live, since each began.");
  public static final Metric HTTP_REQUESTS =
      counter("quorate_http_requests_total", "requests", "Requests answered.", "route", "code");
  public static final Metric HTTP_DURATION =
      seconds("quorate_http_request_duration_seconds", "Time to the answer.", "route");
  public static final Metric HTTP_WAITING =
      gauge("quorate_http_waiting", "requests", "HTTP requests that wait for the group.");
  public static final Metric HTTP_CONNECTIONS =
      gauge("quorate_http_connections", "connections", "HTTP connections open.");
  public static final Metric HTTP_BUFFERED =
      gauge("quorate_http_buffered_bytes", "bytes", "Bytes held of HTTP requests and answers.");

  /** All metrics of a node but the JVM's: these and the engine's. */
  public static final List<Metric> ALL =
      Stream.concat(
              EngineMetrics.ALL.stream(),
              Stream.of(
                  SENT,
                  SENT_BYTES,
                  RECEIVED,
                  RECEIVED_BYTES,
                  SIGNATURES,
                  JOURNAL_FLUSH,
                  REPLY_QUORUM,
                  REGISTRY_ADDRESSES,
                  REGISTRY_REACHABLE,
                  MEMBERSHIP_REFUSED,
                  CERTIFICATE_EXPIRY,
                  DISK_FREE,
                  DISK_SIZE,
                  ALLOCATED,
                  HTTP_REQUESTS,
                  HTTP_DURATION,
                  HTTP_WAITING,
                  HTTP_CONNECTIONS,
                  HTTP_BUFFERED))
          .toList();

  private BootstrapMetrics() {}
}
