package io.quorate.bootstrap.link;

import io.quorate.bootstrap.settings.Address;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.spi.InboundFrame;
import io.quorate.engine.spi.Transport.Lane;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.security.auth.x500.X500Principal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to one lane of one address. Dialled when something is to be sent; after a failure not
 * before a while, which doubles. What is sent meanwhile is lost.
 */
final class OutboundConnection implements Connection.Owner {

  private static final Logger LOG = LoggerFactory.getLogger(OutboundConnection.class);
  private static final long FIRST_WAIT = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long LONGEST_WAIT = TimeUnit.SECONDS.toNanos(1);
  private static final long OF_VOTES = 1024 * 1024;
  private static final long HEADS = 64 * 1024;

  private final Links links;
  private final String address;
  private final Hello hello;
  private final Consumer<InboundFrame> answers;
  private final ReceiveWindow receiveWindow =
      new ReceiveWindow(Lane.REPLIES, VerificationBudget.ofClient(System.nanoTime()));
  private final Runnable refused;
  private Connection connection;
  private long wait = FIRST_WAIT;
  private long notBefore = System.nanoTime();
  private boolean closed;

  /**
   * @param hello what to say first
   * @param answers takes what comes back
   * @param refused told each time that nobody listens there
   */
  OutboundConnection(
      Links links, String address, Hello hello, Consumer<InboundFrame> answers, Runnable refused) {
    this.links = links;
    this.address = address;
    this.hello = hello;
    this.answers = answers;
    this.refused = refused;
  }

  /** From any thread; false if it is surely lost. */
  boolean send(Bytes wire) {
    Connection known;
    synchronized (this) {
      if (connection == null) {
        if (closed || System.nanoTime() - notBefore < 0) {
          return false;
        }
        dial();
        if (connection == null) {
          return false;
        }
      }
      known = connection;
    }
    return known.send(wire);
  }

  private void dial() {
    try {
      var socket = SocketChannel.open();
      socket.configureBlocking(false);
      socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
      var to = Address.parse(address);
      connection = links.dialled(socket, to, this, sendQueue());
      connection.send(hello.encode());
      var dialled = connection;
      links.slow().execute(() -> connect(socket, to, dialled));
    } catch (IOException | IllegalArgumentException e) {
      LOG.debug("{} cannot be dialled: {}", address, e.getMessage());
      postpone();
    }
  }

  /** Looks a name up, which may take its time. */
  private void connect(SocketChannel socket, Address to, Connection dialled) {
    var resolved = new InetSocketAddress(to.host(), to.port());
    links
        .reactor()
        .execute(
            () ->
                Reactor.guarded(
                    dialled,
                    () -> {
                      if (resolved.isUnresolved()) {
                        throw new IOException("no address for " + to.host());
                      }
                      socket.connect(resolved);
                      dialled.start();
                    }));
  }

  private synchronized void postpone() {
    connection = null;
    notBefore = System.nanoTime() + wait;
    wait = Math.min(2 * wait, LONGEST_WAIT);
  }

  @Override
  public void opened(Connection opened, X500Principal peer) {
    LOG.debug("{} {} is {}", address, hello.lane(), peer);
    synchronized (this) {
      wait = FIRST_WAIT;
    }
    if (hello.lane() == Lane.REQUESTS) {
      opened.readThrough(
          receiveWindow, new PartialFrames(Long.MAX_VALUE), Connection.LARGEST_FRAME);
    }
  }

  private SendQueue sendQueue() {
    return new SendQueue(mostWaiting(hello.lane()), new SharedBytes(Long.MAX_VALUE));
  }

  /** Bytes that may wait to be sent: a frame or more of the lane's, and many small ones. */
  static long mostWaiting(Lane lane) {
    return switch (lane) {
      case VOTES -> OF_VOTES;
      case REQUESTS, REPLIES -> 2 * OF_VOTES;
      case BULK -> Connection.LARGEST_FRAME + HEADS;
    };
  }

  @Override
  public void received(Connection from, Bytes frame) {
    answers.accept(receiveWindow.let(frame));
  }

  @Override
  public void closed(Connection ended, IOException why) {
    LOG.debug("{} {} is gone: {}", address, hello.lane(), why.getMessage());
    postpone();
    if (why instanceof ConnectException) {
      refused.run();
    }
  }

  /** Nobody needs it any more. */
  void close() {
    Connection last;
    synchronized (this) {
      closed = true;
      last = connection;
    }
    if (last != null) {
      links.reactor().execute(() -> last.fail(new IOException("not used")));
    }
  }
}
