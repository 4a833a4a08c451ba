package io.quorate.engine.core;

import io.quorate.engine.core.agreement.Fetching;
import io.quorate.engine.core.agreement.Phases;
import io.quorate.engine.core.checkpoint.CheckpointTracker;
import io.quorate.engine.core.effect.CoreBounds;
import io.quorate.engine.core.request.Requests;
import io.quorate.engine.model.Buffer;
import io.quorate.engine.model.Genesis;
import java.util.List;

/** What peers and clients can make the core keep. */
public final class CoreBuffers {

  private static final String PEERS = "peers";

  /** A decoded message has this many times the bytes of its wire, at most: references are small. */
  private static final int DECODED = 4;

  /** A vote with its wire, in a slot. */
  private static final int VOTE = 768;

  /** A signature in a certificate, on the wire and as objects. */
  private static final int ENDORSEMENT = 192;

  private static final int NOTE = 8_192;

  private final int members;
  private final int quorum;
  private final int window;
  private final int interval;
  private final long intervalBytes;

  private CoreBuffers(Genesis genesis) {
    var rules = genesis.rules();
    members = genesis.members().size();
    quorum = genesis.configuration().quorum().size();
    window = rules.window();
    interval = rules.checkpointInterval();
    intervalBytes = rules.limits().intervalBytes();
  }

  /**
   * The worst cases in a group.
   *
   * @param history the setting {@code quorate.replica.limits.history}
   * @param evidence the setting {@code quorate.replica.limits.evidence}
   */
  public static List<Buffer> of(Genesis genesis, long history, long evidence) {
    var core = new CoreBuffers(genesis);
    return List.of(
        core.window(),
        new Buffer(
            CoreBounds.HISTORY,
            PEERS,
            "replica.limits.history",
            history + core.batchBytes(genesis)),
        new Buffer(CoreBounds.EVIDENCE, PEERS, "replica.limits.evidence", (1 + DECODED) * evidence),
        core.laterViews(),
        core.viewChanges(),
        core.checkpoints(),
        new Buffer(CoreBounds.FETCHED, PEERS, "16384 digests", Fetching.MOST_WANTED * 160L),
        new Buffer(CoreBounds.EXECUTED, "clients", "8192 names", Requests.REMEMBERED * 192L),
        new Buffer(CoreBounds.REPLICAS, PEERS, "members", (long) core.members * NOTE));
  }

  private long batchBytes(Genesis genesis) {
    return genesis.rules().limits().batchBytes();
  }

  private Buffer window() {
    long slot = 2L * members * VOTE + 3L * certificate();
    return new Buffer(
        CoreBounds.WINDOW,
        "clients, the primary",
        "interval-bytes, window",
        window / interval * intervalBytes + window * slot);
  }

  private long certificate() {
    return 256 + (long) quorum * ENDORSEMENT;
  }

  private Buffer laterViews() {
    return new Buffer(
        CoreBounds.LATER_VIEWS,
        PEERS,
        "128 KiB a member",
        (long) members * DECODED * Phases.WAITING_OCTETS_PER_PEER);
  }

  /** Of each replica the latest and the one before, and those that n early NEW-VIEWs name. */
  private Buffer viewChanges() {
    long kept = 2L * members + (long) members * members + members;
    return new Buffer(
        CoreBounds.VIEW_CHANGES, PEERS, "window, members", kept * window * certificate());
  }

  private Buffer checkpoints() {
    long numbers = 2L * window / interval + CheckpointTracker.KEPT_HEADERS;
    return new Buffer(
        CoreBounds.CHECKPOINTS, PEERS, "window, members", numbers * members * 2 * VOTE);
  }
}
