package io.quorate.bootstrap.link;

import io.quorate.engine.model.Bounded;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens, and tells by the first octet whether a connection is ours or Pekko's. */
final class Acceptor implements Reactor.Handler {

  private static final Logger LOG = LoggerFactory.getLogger(Acceptor.class);
  private static final int BACKLOG = 256;
  private static final int MOST_UNKNOWN = 64;

  /** Connections of Pekko's; each member of a group has a few. */
  private static final int MOST_TUNNELS = 256;

  private static final long MANNERS_NANOS = 5_000_000_000L;

  private final Reactor reactor;
  private final ServerSocketChannel socket;
  private final Optional<InetSocketAddress> remoting;
  private final Door door;

  @Bounded(by = LinkBuffers.CONNECTIONS)
  private final ArrayDeque<Stranger> strangers = new ArrayDeque<>();

  private final Source source;
  private SelectionKey key;
  private int tunnels;

  /** Where connections come from: null when none waits. */
  interface Source {
    SocketChannel accept() throws IOException;
  }

  /** Takes connections of ours. */
  interface Door {
    void enter(SocketChannel socket) throws IOException;
  }

  /**
   * Takes the address.
   *
   * @param remoting where Pekko's remoting of this process listens, if it does
   * @throws IOException if the address is in use or not of this machine
   */
  Acceptor(Reactor reactor, InetSocketAddress bind, Optional<InetSocketAddress> remoting, Door door)
      throws IOException {
    this(reactor, ServerSocketChannel.open(), null, remoting, door);
    try {
      socket.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      socket.bind(bind, BACKLOG);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /**
   * With a socket that is bound.
   *
   * @param source what accepts; null for the socket itself
   */
  Acceptor(
      Reactor reactor,
      ServerSocketChannel socket,
      Source source,
      Optional<InetSocketAddress> remoting,
      Door door) {
    this.reactor = reactor;
    this.remoting = remoting;
    this.door = door;
    this.socket = socket;
    this.source = source == null ? socket::accept : source;
  }

  void open() {
    reactor.execute(
        () ->
            Reactor.guarded(
                this, () -> key = reactor.register(socket, SelectionKey.OP_ACCEPT, this)));
  }

  @Override
  public void ready(SelectionKey key) throws IOException {
    for (var peer = accept(); peer != null; peer = accept()) {
      try {
        peer.setOption(StandardSocketOptions.TCP_NODELAY, true);
        admit(new Stranger(peer));
      } catch (IOException e) {
        LOG.debug("gone again: {}", e.toString());
        peer.close();
      }
    }
  }

  /**
   * Too many open files are no reason to end, nor to try again at once: what waits goes on waiting,
   * and would wake this thread without end.
   */
  private SocketChannel accept() {
    try {
      return source.accept();
    } catch (IOException e) {
      LOG.warn("cannot take a connection, tries again in a moment: {}", e.toString());
      key.interestOps(0);
      return null;
    }
  }

  private void admit(Stranger stranger) throws IOException {
    if (strangers.size() >= MOST_UNKNOWN) {
      strangers.remove().fail(new IOException("others came"));
    }
    strangers.add(stranger);
    reactor.register(stranger.peer, SelectionKey.OP_READ, stranger);
  }

  @Override
  public void tick(long nanos) {
    key.interestOps(SelectionKey.OP_ACCEPT);
  }

  @Override
  public void fail(IOException why) {
    if (!reactor.isClosed()) {
      LOG.error("takes no connections any more; start this process again", why);
    }
    try {
      socket.close();
    } catch (IOException e) {
      LOG.debug("closing", e);
    }
  }

  /** A connection that has not said what it is. */
  private final class Stranger implements Reactor.Handler {
    private final SocketChannel peer;
    private final ByteBuffer first = ByteBuffer.allocate(1);
    private final long came = System.nanoTime();

    Stranger(SocketChannel peer) {
      this.peer = peer;
    }

    @Override
    public void ready(SelectionKey key) throws IOException {
      int count = peer.read(first);
      if (count == 0) {
        return;
      }
      strangers.remove(this);
      if (count < 0) {
        throw new IOException("said nothing");
      }
      first.flip();
      if (first.get(0) == Greeting.OURS.octet()) {
        door.enter(peer);
      } else if (first.get(0) == Greeting.PEKKO.octet() && remoting.isPresent()) {
        passOn(remoting.get());
      } else {
        throw new IOException("speaks neither TLS nor ours");
      }
    }

    private void passOn(InetSocketAddress to) throws IOException {
      if (tunnels >= MOST_TUNNELS) {
        throw new IOException("Pekko has as many connections as may be");
      }
      var inner = SocketChannel.open();
      inner.configureBlocking(false);
      inner.connect(to);
      tunnels++;
      Tunnel.join(reactor, new Tunnel.Ends(peer, inner), first, () -> tunnels--);
    }

    @Override
    public void tick(long nanos) throws IOException {
      if (nanos - came > MANNERS_NANOS) {
        strangers.remove(this);
        throw new IOException("said nothing");
      }
    }

    @Override
    public void fail(IOException why) {
      LOG.debug("a connection ends: {}", why.getMessage());
      try {
        peer.close();
      } catch (IOException e) {
        LOG.debug("closing", e);
      }
    }
  }
}
