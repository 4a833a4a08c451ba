package io.quorate.bootstrap.link;

import io.quorate.bootstrap.tls.PeerName;
import io.quorate.engine.model.Bounded;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.spi.InboundFrame;
import io.quorate.engine.spi.Transport.Lane;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javax.security.auth.x500.X500Principal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who has called this process. What a caller sends goes to the lane that it named; what a client is
 * answered goes back on its own connection, which its certificate and nothing else makes its own.
 * Connections are bounded for each certificate, and so are those that have not said whose they are.
 */
final class InboundConnections implements Acceptor.Door {

  private static final Logger LOG = LoggerFactory.getLogger(InboundConnections.class);
  static final int MOST_UNKNOWN = 32;
  static final int MOST_OF_ONE = 8;

  /** Bytes that may wait for one caller to read. */
  private static final long MOST_WAITING = 2L * Connection.LARGEST_FRAME;

  /** The most bytes of a frame on the lane of votes; what is longer travels with the bulk. */
  static final int LARGEST_VOTE = TlsTransport.ORDINARY + 4_096;

  /** Parts of frames, of one replica on all its lanes, and of all clients. */
  static final long PARTS = Connection.LARGEST_FRAME;

  private final Links links;
  private final Traffic traffic;
  private final Inbound inbound;
  private final Consumer<String> connected;

  @Bounded(by = LinkBuffers.CONNECTIONS)
  private final Map<String, Connection> byName = new LinkedHashMap<>();

  @Bounded(by = LinkBuffers.CONNECTIONS)
  private final ArrayDeque<Connection> unknown = new ArrayDeque<>();

  @Bounded(by = LinkBuffers.CONNECTIONS)
  private final Map<X500Principal, VerificationBudget> budgets = new HashMap<>();

  @Bounded(by = LinkBuffers.CONNECTIONS)
  private final Map<String, ReceiveWindow> receiveWindows = new HashMap<>();

  @Bounded(by = LinkBuffers.CONNECTIONS)
  private final Map<X500Principal, PartialFrames> parts = new HashMap<>();

  private final PartialFrames partsOfClients = new PartialFrames(PARTS);
  private final LinkSettings settings;
  private final SharedBytes fromClients;
  private final SharedBytes toClients;

  @Bounded(by = LinkBuffers.CONNECTIONS)
  private final Set<Connection> clients = new LinkedHashSet<>();

  /** Takes what arrives. */
  interface Inbound {
    void arrived(Lane lane, InboundFrame frame);
  }

  /**
   * @param connected told the name of each who may be answered, when it can be
   */
  InboundConnections(
      Links links,
      LinkSettings settings,
      Traffic traffic,
      Inbound inbound,
      Consumer<String> connected) {
    this.links = links;
    this.settings = settings;
    this.fromClients = new SharedBytes(settings.fromClients());
    this.toClients = new SharedBytes(settings.toClients());
    this.traffic = traffic;
    this.inbound = inbound;
    this.connected = connected;
  }

  /** Under which a caller with this certificate is answered, in this life. */
  static String name(X500Principal peer, long life) {
    return PeerName.commonOf(peer) + "/" + Long.toHexString(life);
  }

  @Override
  public void enter(SocketChannel socket) throws IOException {
    var connection = links.taken(socket, new Caller(), new SendQueue(MOST_WAITING, toClients));
    if (unknown.size() >= MOST_UNKNOWN) {
      unknown.remove().fail(new IOException("others came"));
    }
    unknown.add(connection);
    connection.start();
  }

  /**
   * From any thread; false if nobody of that name is there, or does not read. When too much waits
   * for all together, who has let most of it wait is cut off.
   */
  boolean send(String name, Bytes frame) {
    Connection connection;
    synchronized (byName) {
      connection = byName.get(name);
    }
    boolean sent = connection != null && connection.send(frame);
    if (!sent && toClients.isFull()) {
      links.reactor().execute(this::cutOffTheSlowest);
    }
    return sent;
  }

  /** Who is here and may be answered: clients, and the gateways of replicas. */
  List<String> clients() {
    synchronized (byName) {
      return byName.keySet().stream().filter(InboundConnections::isAnswered).toList();
    }
  }

  /** Of a replica's connections only the one for requests has no lane in its name. */
  private static boolean isAnswered(String name) {
    return name.indexOf('/') == name.lastIndexOf('/');
  }

  private void cutOffTheSlowest() {
    Optional<Connection> slowest;
    synchronized (byName) {
      slowest = byName.values().stream().max(Comparator.comparingLong(Connection::waiting));
    }
    if (toClients.isFull()) {
      slowest.ifPresent(each -> each.fail(new IOException("it does not read")));
    }
  }

  /**
   * A later connection of the same life takes the place of an earlier one. Who has too many, or
   * comes when there is no room for another client, gives up its own oldest one. Who has none takes
   * the place of the client that was of no use for the longest time.
   *
   * @throws IOException if all are of use
   */
  private void enlist(String name, Connection connection, boolean isFull) throws IOException {
    Connection away;
    synchronized (byName) {
      away = byName.remove(name);
      if (away == null) {
        away = oneTooManyOf(name.substring(0, name.indexOf('/') + 1), isFull);
      }
      if (away == null && isFull) {
        away = idlest().orElseThrow(() -> new IOException("as many clients are here as may be"));
      }
      byName.put(name, connection);
    }
    if (away != null) {
      away.fail(new IOException("another took its place"));
    }
  }

  private Optional<Connection> idlest() {
    long now = System.nanoTime();
    return clients.stream()
        .filter(each -> each.idle(now) > settings.idle().toNanos())
        .max(Comparator.comparingLong(each -> each.idle(now)));
  }

  private Connection oneTooManyOf(String owner, boolean isFull) {
    var its = byName.keySet().stream().filter(name -> name.startsWith(owner)).toList();
    return its.size() >= (isFull ? 1 : MOST_OF_ONE) ? byName.remove(its.get(0)) : null;
  }

  /** The same for all connections of a certificate, so that more of them let no more in. */
  private ReceiveWindow receiveWindow(X500Principal peer, Lane lane) {
    return receiveWindows.computeIfAbsent(
        PeerName.commonOf(peer) + "/" + lane,
        its ->
            new ReceiveWindow(
                lane,
                budget(peer),
                PeerName.isReplica(peer) ? new SharedBytes(Long.MAX_VALUE) : fromClients));
  }

  private PartialFrames parts(X500Principal peer) {
    return PeerName.isReplica(peer)
        ? parts.computeIfAbsent(peer, its -> new PartialFrames(PARTS))
        : partsOfClients;
  }

  private VerificationBudget budget(X500Principal peer) {
    long now = System.nanoTime();
    return budgets.computeIfAbsent(
        peer,
        its ->
            PeerName.isReplica(peer)
                ? VerificationBudget.ofReplica(traffic, now)
                : VerificationBudget.ofClient(now));
  }

  /** One connection. */
  private final class Caller implements Connection.Owner {
    private X500Principal peer;
    private String name;
    private Lane lane;
    private ReceiveWindow receiveWindow;

    @Override
    public void opened(Connection connection, X500Principal principal) {
      peer = principal;
    }

    @Override
    public void received(Connection connection, Bytes frame) throws IOException {
      if (lane != null) {
        inbound.arrived(lane, receiveWindow.let(frame));
        return;
      }
      var hello = Hello.decode(frame);
      if (hello.lane() != Lane.REQUESTS && !PeerName.isReplica(peer)) {
        throw new IOException("a client may send requests only");
      }
      unknown.remove(connection);
      lane = hello.lane();
      receiveWindow = receiveWindow(peer, lane);
      connection.readThrough(receiveWindow, parts(peer), largest(lane));
      enlist(connection, name(peer, hello.life()) + (lane == Lane.REQUESTS ? "" : "/" + lane));
    }

    private void enlist(Connection connection, String known) throws IOException {
      boolean isClient = !PeerName.isReplica(peer);
      LOG.debug("{} calls", known);
      InboundConnections.this.enlist(
          known, connection, isClient && clients.size() >= settings.clients());
      name = known;
      if (isClient) {
        clients.add(connection);
      }
      if (isAnswered(known)) {
        connected.accept(known);
      }
    }

    @Override
    public void closed(Connection connection, IOException why) {
      LOG.debug("{} {} is gone: {}", peer, lane, why.getMessage());
      unknown.remove(connection);
      if (name != null) {
        clients.remove(connection);
        synchronized (byName) {
          byName.remove(name, connection);
        }
      }
    }
  }

  private static int largest(Lane lane) {
    return lane == Lane.VOTES ? LARGEST_VOTE : Connection.LARGEST_FRAME;
  }
}
