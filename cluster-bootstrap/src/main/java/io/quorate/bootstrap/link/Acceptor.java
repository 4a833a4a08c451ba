package io.quorate.bootstrap.link;

import io.quorate.engine.model.Bounded;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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

  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final Reactor reactor;
  private final InetSocketAddress address;
  private final Source source;
  private final Optional<InetSocketAddress> remoting;
  private final Door door;

  @Bounded(by = LinkBuffers.CONNECTIONS)
  private final ArrayDeque<Stranger> strangers = new ArrayDeque<>();

  private ServerSocketChannel socket;
  private SelectionKey key;
  private Duration pause = SHORTEST_PAUSE;
  private int tunnels;

  /** Where connections come from: null when none waits. */
  interface Source {
    SocketChannel accept(ServerSocketChannel socket) throws IOException;
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
    this(reactor, bind, ServerSocketChannel::accept, remoting, door);
  }

  /**
   * With another way to accept.
   *
   * @throws IOException if the address is in use or not of this machine
   */
  Acceptor(
      Reactor reactor,
      InetSocketAddress bind,
      Source source,
      Optional<InetSocketAddress> remoting,
      Door door)
      throws IOException {
    this.reactor = reactor;
    this.source = source;
    this.remoting = remoting;
    this.door = door;
    this.socket = bound(bind);
    this.address = (InetSocketAddress) socket.getLocalAddress();
  }

  private static ServerSocketChannel bound(InetSocketAddress address) throws IOException {
    var socket = ServerSocketChannel.open();
    try {
      socket.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      return socket.bind(address, BACKLOG);
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  /** Where it listens. */
  InetSocketAddress address() {
    return address;
  }

  void open() {
    reactor.execute(() -> Reactor.guarded(this, this::register));
  }

  private void register() throws IOException {
    key = reactor.register(socket, SelectionKey.OP_ACCEPT, this);
  }

  @Override
  public void ready(SelectionKey key) throws IOException {
    for (var peer = accept(); peer != null; peer = accept()) {
      pause = SHORTEST_PAUSE;
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
      return source.accept(socket);
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

  /** Connections that are there go on; whoever comes is heard again after a pause. */
  @Override
  public void fail(IOException why) {
    try {
      socket.close();
    } catch (IOException e) {
      LOG.debug("closing", e);
    }
    if (!reactor.isClosed()) {
      LOG.error("takes no connections, listens again in {} ms", pause.toMillis(), why);
      CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS)
          .execute(() -> reactor.execute(this::listenAgain));
      pause = Collections.min(List.of(pause.multipliedBy(2), LONGEST_PAUSE));
    }
  }

  private void listenAgain() {
    if (!reactor.isClosed()) {
      Reactor.guarded(
          this,
          () -> {
            socket = bound(address);
            register();
            LOG.info("listens again at {}", address);
          });
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
