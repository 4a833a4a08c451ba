package io.quorate.engine.replica;

import com.typesafe.config.Config;
import io.quorate.engine.core.CoreSettings;
import io.quorate.engine.core.agreement.BatchCutter;
import io.quorate.engine.model.ProtocolRules;
import java.time.Duration;

/** Settings of one replica; what they mean stands in {@code reference.conf}. */
public record ReplicaSettings(
    Duration viewChangeTimeout,
    Duration viewChangeTimeoutCeiling,
    long leastThroughput,
    Duration quietCheckpoint,
    Duration tick,
    Patience patience,
    Pipeline pipeline,
    CoreLimits limits,
    int snapshotEvery,
    long snapshotBytes) {

  /**
   * {@code quorate.replica.patience}.
   *
   * @param fetch how long something may be missing before peers are asked
   * @param status how often a replica says where it stands
   * @param hurriedStatus the same while it waits in vain
   */
  public record Patience(Duration fetch, Duration status, Duration hurriedStatus) {
    /** As in {@code reference.conf}. */
    public static final Patience USUAL =
        new Patience(Duration.ofMillis(40), Duration.ofSeconds(1), Duration.ofMillis(250));

    public Patience {
      require(fetch.toNanos() > 0, "patience.fetch");
      require(hurriedStatus.toNanos() > 0, "patience.hurried-status");
      require(status.compareTo(hurriedStatus) >= 0, "patience.status");
    }
  }

  /** {@code quorate.replica.pipeline}. */
  public record Pipeline(int depth, int worthASlot) {}

  /** {@code quorate.replica.limits}, in octets. */
  public record CoreLimits(
      long historyOctets,
      long evidenceOctets,
      long poolPerClient,
      long poolTotal,
      long peerWindow,
      long largeResult) {}

  public ReplicaSettings {
    require(!viewChangeTimeout.isNegative() && !viewChangeTimeout.isZero(), "view-change-timeout");
    require(
        viewChangeTimeoutCeiling.compareTo(viewChangeTimeout) >= 0, "view-change-timeout-ceiling");
    require(leastThroughput > 0, "least-throughput");
    require(!quietCheckpoint.isNegative(), "quiet-checkpoint");
    require(!tick.isNegative() && !tick.isZero(), "tick");
    require(snapshotEvery > 0, "snapshot-every");
    require(snapshotBytes > 0, "snapshot-bytes");
  }

  /** Reads {@code quorate.replica}. */
  public static ReplicaSettings from(Config root) {
    var c = root.getConfig("quorate.replica");
    return new ReplicaSettings(
        c.getDuration("view-change-timeout"),
        c.getDuration("view-change-timeout-ceiling"),
        c.getBytes("least-throughput"),
        c.getDuration("quiet-checkpoint"),
        c.getDuration("tick"),
        new Patience(
            c.getDuration("patience.fetch"),
            c.getDuration("patience.status"),
            c.getDuration("patience.hurried-status")),
        new Pipeline(c.getInt("pipeline.depth"), c.getInt("pipeline.worth-a-slot")),
        new CoreLimits(
            c.getBytes("limits.history"),
            c.getBytes("limits.evidence"),
            c.getBytes("limits.pool-per-client"),
            c.getBytes("limits.pool-total"),
            c.getBytes("limits.peer-window"),
            c.getBytes("limits.large-result")),
        c.getInt("snapshot-every"),
        c.getBytes("snapshot-bytes"));
  }

  CoreSettings core(ProtocolRules rules) {
    var group = rules.limits();
    return new CoreSettings(
        rules,
        new BatchCutter(
            pipeline.depth(), pipeline.worthASlot(), group.batchOperations(), group.batchBytes()),
        limits.historyOctets(),
        limits.evidenceOctets(),
        patience.fetch(),
        patience.status(),
        patience.hurriedStatus(),
        viewChangeTimeout,
        leastThroughput,
        quietCheckpoint,
        limits.poolPerClient());
  }

  private static void require(boolean condition, String key) {
    if (!condition) {
      throw new IllegalArgumentException("quorate.replica." + key + " is out of range");
    }
  }
}
