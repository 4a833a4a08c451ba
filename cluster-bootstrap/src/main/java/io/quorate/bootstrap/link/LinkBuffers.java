package io.quorate.bootstrap.link;

import io.quorate.engine.model.Buffer;
import io.quorate.engine.model.Genesis;
import java.util.List;

/** What peers and clients can make the connections keep. */
public final class LinkBuffers {

  static final String FROM_PEERS = "messages from peers, not dealt with";
  static final String TO_PEERS = "messages to peers, not gone";

  private static final String PEERS = "peers";
  private static final int LANES = 3;

  private LinkBuffers() {}

  public static List<Buffer> of(Genesis genesis) {
    long peers = genesis.members().size() - 1L;
    long votes = Inflow.OF_VOTES + Connection.LARGEST_FRAME;
    long others = Inflow.OF_OTHERS + Connection.LARGEST_FRAME;
    return List.of(
        new Buffer(FROM_PEERS, PEERS, "a frame more a lane", peers * (votes + 2 * others)),
        new Buffer(TO_PEERS, PEERS, "two frames a lane", peers * LANES * Connection.MOST_WAITING));
  }
}
