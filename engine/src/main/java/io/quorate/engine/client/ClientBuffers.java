package io.quorate.engine.client;

import io.quorate.engine.model.Buffer;
import io.quorate.engine.model.Genesis;
import io.quorate.engine.model.Limits;
import java.util.List;

/** What those who ask, and replicas that lie, can make a client keep. */
public final class ClientBuffers {

  static final String ASKS = "asks that wait in the client";
  static final String IN_FLIGHT = "requests in flight";
  static final String REPLIES = "replies being compared";

  private static final String ASKERS = "who asks here";

  /** An ask, with who waits for it. */
  static final int ASK = 256;

  private ClientBuffers() {}

  /** The worst cases of one client of this group. */
  public static List<Buffer> of(Genesis genesis, ClientSettings settings) {
    var limits = genesis.rules().limits();
    var bundles = settings.bundles();
    var waiting = settings.waiting();
    long asks = (long) waiting.asks() * ASK + waiting.bytes() + limits.operationBytes();
    long request = 2L * limits.requestBytes() + (long) bundles.operations() * ASK;
    return List.of(
        new Buffer(ASKS, ASKERS, "client.most-waiting-bytes", asks),
        new Buffer(IN_FLIGHT, ASKERS, "client.bundles.in-flight", bundles.inFlight() * request),
        new Buffer(
            REPLIES, "peers", "client.bundles.in-flight", bundles.inFlight() * replies(genesis)));
  }

  /**
   * Of one request: what each liar says, results that fewer than enough say alike, and what is
   * small of all the others.
   */
  private static long replies(Genesis genesis) {
    var quorum = genesis.configuration().quorum();
    var limits = genesis.rules().limits();
    long honest = (long) limits.largestAnswer() + Limits.FRAME_MARGIN;
    return quorum.faults() * (limits.frameBytes() + honest)
        + (long) genesis.members().size() * ReplyCollector.LARGE;
  }
}
