package io.quorate.engine.spi;

import static io.quorate.engine.spi.Metric.counter;
import static io.quorate.engine.spi.Metric.gauge;
import static io.quorate.engine.spi.Metric.seconds;
import static io.quorate.engine.spi.Metric.sizes;

import java.util.List;

/** All that a replica's actors measure. docs/metrics.md has a row for each. */
public final class EngineMetrics {

  public static final Metric VIEW = gauge("quorate_view", "views", "The view.");
  public static final Metric EXECUTED =
      gauge("quorate_executed", "slots", "Last sequence number executed.");
  public static final Metric STABLE =
      gauge("quorate_stable", "slots", "Last stable checkpoint's sequence number.");
  public static final Metric OPEN_SLOTS =
      gauge("quorate_open_slots", "slots", "Slots that are voted on and not executed.");
  public static final Metric MODE =
      gauge("quorate_mode", "state", "1 for the mode that the replica is in, else 0.", "mode");
  public static final Metric REACHABLE =
      gauge(
          "quorate_reachable_replicas", "replicas", "Replicas heard of late, this one among them.");
  public static final Metric QUORUM =
      gauge("quorate_quorum_replicas", "replicas", "Replicas of which a quorum consists.");
  public static final Metric OLDEST_REQUEST =
      gauge(
          "quorate_oldest_request_seconds",
          "seconds",
          "For how long the oldest request has waited; 0 when none does.");
  public static final Metric POOL =
      gauge("quorate_pool_bytes", "bytes", "Bytes of requests that wait for agreement.");

  public static final Metric OPERATIONS =
      counter("quorate_operations_total", "operations", "Operations of decided requests.");
  public static final Metric APPLICATION_FAILURES =
      counter(
          "quorate_application_failures_total",
          "operations",
          "Operations at which the application threw.",
          "call");
  public static final Metric REJECTED =
      counter(
          "quorate_rejected_total", "messages", "Messages and requests refused, by why.", "reason");
  public static final Metric EVIDENCE =
      counter(
          "quorate_evidence_total",
          "messages",
          "Contradictions of peers that are kept as evidence, by kind.",
          "reason");
  public static final Metric IGNORED =
      counter(
          "quorate_ignored_total",
          "commands",
          "Commands that the replica's mode does not take.",
          "command");
  public static final Metric DROPPED =
      counter("quorate_dropped_total", "messages", "Messages that were not sent.", "reason");
  public static final Metric MODE_TRANSITIONS =
      counter("quorate_mode_transitions_total", "transitions", "Changes of mode.", "from", "to");
  public static final Metric COORDINATOR_TRANSITIONS =
      counter(
          "quorate_view_change_transitions_total",
          "transitions",
          "Changes of the state of a view change.",
          "from",
          "to");
  public static final Metric SUSPICIONS =
      counter(
          "quorate_suspicions_total",
          "suspicions",
          "Times that this replica asked for another view.");
  public static final Metric CHECKPOINTS =
      counter("quorate_checkpoints_total", "checkpoints", "Checkpoints that became stable.");
  public static final Metric SNAPSHOTS =
      counter("quorate_snapshots_total", "snapshots", "States written to disk.");
  public static final Metric TRANSFERS =
      counter("quorate_state_transfers_total", "transfers", "Fetches of a state that began.");
  public static final Metric TRANSFER_BYTES =
      counter(
          "quorate_state_transfer_received_bytes_total", "bytes", "Bytes of states from peers.");

  public static final Metric PHASE =
      seconds(
          "quorate_phase_duration_seconds",
          "From the own PREPARE to the own COMMIT, then to the decision.",
          "phase");
  public static final Metric VIEW_CHANGE =
      seconds(
          "quorate_view_change_duration_seconds", "From asking for another view to voting in it.");
  public static final Metric TRANSFER =
      seconds(
          "quorate_state_transfer_duration_seconds",
          "From a state's first manifest to having caught up.");
  public static final Metric BATCH_REQUESTS =
      sizes("quorate_batch_requests", "requests", "Requests of a decided batch.", Metric.COUNTS);
  public static final Metric BUNDLE_OPERATIONS =
      sizes(
          "quorate_request_operations",
          "operations",
          "Operations of an admitted request.",
          Metric.COUNTS);
  public static final Metric REQUEST_BYTES =
      sizes("quorate_request_bytes", "bytes", "Size of an admitted request.", Metric.BYTES);

  /** All of them. */
  public static final List<Metric> ALL =
      List.of(
          VIEW,
          EXECUTED,
          STABLE,
          OPEN_SLOTS,
          MODE,
          REACHABLE,
          QUORUM,
          OLDEST_REQUEST,
          POOL,
          OPERATIONS,
          APPLICATION_FAILURES,
          REJECTED,
          EVIDENCE,
          IGNORED,
          DROPPED,
          MODE_TRANSITIONS,
          COORDINATOR_TRANSITIONS,
          SUSPICIONS,
          CHECKPOINTS,
          SNAPSHOTS,
          TRANSFERS,
          TRANSFER_BYTES,
          PHASE,
          VIEW_CHANGE,
          TRANSFER,
          BATCH_REQUESTS,
          BUNDLE_OPERATIONS,
          REQUEST_BYTES);

  private EngineMetrics() {}
}
