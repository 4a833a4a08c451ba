package io.quorate.bootstrap.link;

import io.quorate.bootstrap.tls.PeerName;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.replica.Transport.Lane;
import io.quorate.engine.replica.Wire;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.security.auth.x500.X500Principal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who has called this process. What a caller sends goes to the lane that it named; what a client is
 * answered goes back on its own connection, which its certificate and nothing else makes its own.
 * Connections are bounded for each certificate, and so are those that have not said whose they are.
 */
final class Callers implements Acceptor.Door {

  private static final Logger LOG = LoggerFactory.getLogger(Callers.class);
  private static final int MOST_UNKNOWN = 64;
  private static final int MOST_OF_ONE = 64;

  private final Links links;
  private final Traffic traffic;
  private final Inbound inbound;
  private final Map<String, Connection> byName = new LinkedHashMap<>();
  private final ArrayDeque<Connection> unknown = new ArrayDeque<>();
  private final Map<X500Principal, Ration> rations = new HashMap<>();
  private final Map<String, Inflow> inflows = new HashMap<>();

  /** Takes what arrives. */
  interface Inbound {
    void arrived(Lane lane, Wire wire);
  }

  Callers(Links links, Traffic traffic, Inbound inbound) {
    this.links = links;
    this.traffic = traffic;
    this.inbound = inbound;
  }

  /** Under which a caller with this certificate is answered, in this life. */
  static String name(X500Principal peer, long life) {
    return PeerName.commonOf(peer) + "/" + Long.toHexString(life);
  }

  @Override
  public void enter(SocketChannel socket) throws IOException {
    var connection = links.taken(socket, new Caller());
    if (unknown.size() >= MOST_UNKNOWN) {
      unknown.remove().fail(new IOException("others came"));
    }
    unknown.add(connection);
    connection.start();
  }

  /** From any thread; false if nobody of that name is there, or does not read. */
  boolean send(String name, Bytes frame) {
    Connection connection;
    synchronized (byName) {
      connection = byName.get(name);
    }
    return connection != null && connection.send(frame);
  }

  /**
   * A later connection of the same life takes the place of an earlier one. Who has too many gives
   * up its own oldest one, and nobody else's.
   */
  private void enlist(String name, Connection connection) {
    Connection away;
    synchronized (byName) {
      away = byName.remove(name);
      if (away == null) {
        away = oneTooManyOf(name.substring(0, name.indexOf('/') + 1));
      }
      byName.put(name, connection);
    }
    if (away != null) {
      away.fail(new IOException("another took its place"));
    }
  }

  private Connection oneTooManyOf(String owner) {
    var its = byName.keySet().stream().filter(name -> name.startsWith(owner)).toList();
    return its.size() < MOST_OF_ONE ? null : byName.remove(its.get(0));
  }

  /** The same for all connections of a certificate, so that more of them let no more in. */
  private Inflow inflow(X500Principal peer, Lane lane) {
    return inflows.computeIfAbsent(
        PeerName.commonOf(peer) + "/" + lane, its -> new Inflow(lane, ration(peer)));
  }

  private Ration ration(X500Principal peer) {
    long now = System.nanoTime();
    return rations.computeIfAbsent(
        peer,
        its -> PeerName.isReplica(peer) ? Ration.ofReplica(traffic, now) : Ration.ofClient(now));
  }

  /** One connection. */
  private final class Caller implements Connection.Owner {
    private X500Principal peer;
    private String name;
    private Lane lane;
    private Inflow inflow;

    @Override
    public void opened(Connection connection, X500Principal principal) {
      peer = principal;
    }

    @Override
    public void received(Connection connection, Bytes frame) throws IOException {
      if (lane != null) {
        inbound.arrived(lane, inflow.let(frame));
        return;
      }
      var hello = Hello.decode(frame);
      if (hello.lane() != Lane.REQUESTS && !PeerName.isReplica(peer)) {
        throw new IOException("a client may send requests only");
      }
      unknown.remove(connection);
      lane = hello.lane();
      name = name(peer, hello.life()) + (lane == Lane.REQUESTS ? "" : "/" + lane);
      inflow = inflow(peer, lane);
      connection.readThrough(inflow);
      LOG.debug("{} calls", name);
      enlist(name, connection);
    }

    @Override
    public void closed(Connection connection, IOException why) {
      LOG.debug("{} {} is gone: {}", peer, lane, why.getMessage());
      unknown.remove(connection);
      if (name != null) {
        synchronized (byName) {
          byName.remove(name, connection);
        }
      }
    }
  }
}
