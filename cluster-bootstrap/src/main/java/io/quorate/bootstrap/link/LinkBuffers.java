package io.quorate.bootstrap.link;

import io.quorate.engine.model.Buffer;
import io.quorate.engine.model.Genesis;
import io.quorate.engine.spi.Transport.Lane;
import java.util.List;

/** What peers and clients can make the connections keep. */
public final class LinkBuffers {

  static final String FROM_PEERS = "messages from peers";
  static final String TO_PEERS = "messages to peers";
  static final String FROM_CLIENTS = "requests from clients";
  static final String TO_CLIENTS = "replies to clients";
  static final String CONNECTIONS = "connections";

  private static final String PEERS = "peers";
  private static final String CLIENTS = "clients";

  /** Those on which a replica calls another. */
  private static final int LANES = 3;

  /** What is kept of a connection that does nothing: it has no buffers. */
  static final int SESSION = 12 * 1024;

  /** Those of a replica that send, and have buffers for it. */
  private static final long THREADS = 16;

  private final long peers;
  private final LinkSettings settings;

  private LinkBuffers(Genesis genesis, LinkSettings settings) {
    this.peers = genesis.members().size() - 1L;
    this.settings = settings;
  }

  /** The worst cases of a replica in this group. */
  public static List<Buffer> of(Genesis genesis, LinkSettings settings) {
    var links = new LinkBuffers(genesis, settings);
    return List.of(
        new Buffer(FROM_PEERS, PEERS, "members, frame", links.fromPeers()),
        new Buffer(TO_PEERS, PEERS, "members, frame", links.toPeers()),
        new Buffer(FROM_CLIENTS, CLIENTS, "links.from-clients", links.fromClients()),
        new Buffer(TO_CLIENTS, CLIENTS, "links.to-clients", settings.toClients() + largestFrame()),
        new Buffer(CONNECTIONS, "clients, peers", "links.clients, members", links.connections()));
  }

  /**
   * Of each: what waits on its lanes and the frame that came last, parts of others, and its replies
   * to this replica's own client.
   */
  private long fromPeers() {
    long votes = ReceiveWindow.OF_VOTES + InboundConnections.LARGEST_VOTE;
    long others = 2 * (ReceiveWindow.OF_OTHERS + largestFrame());
    long replies = ReceiveWindow.OF_OTHERS + largestFrame();
    return peers * (votes + others + InboundConnections.PARTS + replies);
  }

  private long toPeers() {
    return peers
        * (OutboundConnection.mostWaiting(Lane.VOTES)
            + OutboundConnection.mostWaiting(Lane.REQUESTS)
            + OutboundConnection.mostWaiting(Lane.BULK));
  }

  private long fromClients() {
    return settings.fromClients() + largestFrame() + InboundConnections.PARTS;
  }

  private long connections() {
    long dialled = SESSION + ConnectionBuffers.RECORD + ConnectionBuffers.SEALED;
    long inbound =
        settings.clients()
            + InboundConnections.MOST_UNKNOWN
            + peers * InboundConnections.MOST_OF_ONE;
    long unknown = 2L * InboundConnections.MOST_UNKNOWN * ConnectionBuffers.RECORD;
    long threads = ConnectionBuffers.BYTES + THREADS * ConnectionBuffers.BYTES_TO_SEND;
    return peers * LANES * dialled + inbound * SESSION + unknown + threads;
  }

  private static long largestFrame() {
    return Connection.LARGEST_FRAME;
  }
}
