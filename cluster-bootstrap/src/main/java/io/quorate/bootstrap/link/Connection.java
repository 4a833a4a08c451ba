package io.quorate.bootstrap.link;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Limits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLEngine;
import javax.security.auth.x500.X500Principal;

/**
 * Frames both ways over TLS. A frame leaves on the thread that sends it, if the socket takes it at
 * once; else the reactor sends it later. An empty frame only shows that somebody is there: the
 * dialling side sends one when it has heard nothing for a while, the other one answers it.
 */
final class Connection implements Reactor.Handler {

  /** What a connection tells its owner, on the reactor's thread. */
  interface Owner {
    /** The handshake is over, and this is whom the peer's certificate names. */
    void opened(Connection connection, X500Principal peer) throws IOException;

    /** A frame that is not empty. */
    void received(Connection connection, Bytes frame) throws IOException;

    void closed(Connection connection, IOException why);
  }

  /** The most octets of one frame. */
  static final int LARGEST_FRAME = Limits.LARGEST_FRAME;

  /** The most octets of a frame from whom nothing is expected but who it is, or that it lives. */
  private static final int SMALL_FRAME = 256;

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
  private static final int MOST_AT_ONCE = 1024 * 1024;
  private static final long OPENING_NANOS = 5_000_000_000L;
  private static final long QUIET_NANOS = 1_000_000_000L;
  private static final long DIALLED_SILENCE_NANOS = 5_000_000_000L;
  private static final long TAKEN_SILENCE_NANOS = 20_000_000_000L;

  /** Between two ticks: who was away for so long asked nobody for a sign. */
  private static final long AWAY_NANOS = 1_500_000_000L;

  private final Reactor reactor;
  private final Executor slow;
  private final SocketChannel socket;
  private final TlsChannel tls;
  private final Owner owner;
  private final boolean dialled;
  private final SendQueue sendQueue;
  private final FrameReader frames = new FrameReader(SMALL_FRAME);
  private final long begun = System.nanoTime();
  private ByteBuffer unsealed = NOTHING;
  private SelectionKey key;
  private long heard = begun;
  private volatile long spoke = begun;
  private long ticked = begun;
  private boolean open;
  private boolean blocked;
  private boolean closed;
  private final Runnable readOn = this::readOn;
  private Optional<ReceiveWindow> receiveWindow = Optional.empty();
  private Optional<PartialFrames> partial = Optional.empty();
  private boolean held;

  /**
   * @param engine in the mode of the side that this is; who dials sends much, and has more room
   * @param sendQueue where frames wait to be sent
   */
  Connection(
      Links links, SocketChannel socket, SSLEngine engine, Owner owner, SendQueue sendQueue) {
    this.reactor = links.reactor();
    this.slow = links.slow();
    this.socket = socket;
    this.owner = owner;
    this.sendQueue = sendQueue;
    this.dialled = engine.getUseClientMode();
    this.tls = new TlsChannel(socket, engine, dialled, reactor.buffers());
  }

  /** Begins; on the reactor's thread. */
  void start() throws IOException {
    key = reactor.register(socket, SelectionKey.OP_CONNECT, this);
    if (socket.isConnected()) {
      begin();
    }
  }

  /**
   * Sends, from any thread, without waiting; false if it is closed or there is no room. Before it
   * is open, frames wait.
   */
  boolean send(Bytes frame) {
    noteUse(frame);
    synchronized (sendQueue) {
      if (closed || !sendQueue.offer(frame)) {
        return false;
      }
      if (open && !blocked) {
        try {
          flush();
        } catch (IOException e) {
          reactor.execute(() -> fail(e));
        }
      }
      return true;
    }
  }

  /** Whoever calls holds the send queue. */
  private void flush() throws IOException {
    var clear = unsealed;
    while (tls.flushed()) {
      if (!clear.hasRemaining()) {
        clear =
            ConnectionBuffers.toSeal()
                .limit(dialled ? ConnectionBuffers.CLEAR : ConnectionBuffers.CLEAR / 4);
        boolean more = sendQueue.drainTo(clear);
        clear.flip();
        if (!more) {
          unsealed = NOTHING;
          sendQueue.holds(0);
          return;
        }
      }
      tls.seal(clear);
    }
    unsealed = ConnectionBuffers.copyOf(clear);
    sendQueue.holds(tls.leaving() + unsealed.remaining());
    blocked = true;
    reactor.await(key, SelectionKey.OP_WRITE);
  }

  @Override
  public void ready(SelectionKey ready) throws IOException {
    if (ready.isConnectable()) {
      socket.finishConnect();
      begin();
    } else if (!open) {
      shakeHands();
    } else {
      if (ready.isWritable()) {
        writeOn();
      }
      if (ready.isReadable()) {
        read();
      }
    }
  }

  private void begin() throws IOException {
    if (dialled) {
      Greeting.OURS.write(socket);
    }
    tls.begin();
    shakeHands();
  }

  /**
   * From now on frames of so many bytes are taken, as far as these let them; on the reactor's
   * thread.
   */
  void readThrough(ReceiveWindow through, PartialFrames parts, int largest) {
    receiveWindow = Optional.of(through);
    partial = Optional.of(parts);
    frames.limit(largest);
  }

  /** Bytes that wait until the peer reads; from any thread. */
  long waiting() {
    synchronized (sendQueue) {
      return sendQueue.waiting();
    }
  }

  private void readOn() {
    reactor.execute(() -> Reactor.guarded(this, this::readFurther));
  }

  private void writeOn() throws IOException {
    synchronized (sendQueue) {
      key.interestOps(held ? 0 : SelectionKey.OP_READ);
      blocked = false;
      flush();
    }
  }

  private void shakeHands() throws IOException {
    switch (tls.shakeHands()) {
      case TO_READ -> key.interestOps(SelectionKey.OP_READ);
      case TO_WRITE -> key.interestOps(SelectionKey.OP_WRITE);
      case FOR_TASKS -> {
        key.interestOps(0);
        slow.execute(this::compute);
      }
      case NOTHING -> open();
    }
  }

  private void compute() {
    tls.runTasks();
    reactor.execute(
        () -> {
          if (key.isValid()) {
            Reactor.guarded(this, this::shakeHands);
          }
        });
  }

  private void open() throws IOException {
    key.interestOps(SelectionKey.OP_READ);
    heard = System.nanoTime();
    owner.opened(this, tls.peer());
    synchronized (sendQueue) {
      open = true;
      flush();
    }
    read();
  }

  private void read() throws IOException {
    if (hold(System.nanoTime())) {
      key.interestOpsAnd(~SelectionKey.OP_READ);
      return;
    }
    tls.takeBuffers();
    try {
      receive();
    } finally {
      tls.releaseBuffers();
    }
    partial.ifPresent(parts -> parts.has(this, frames.part() + tls.part()));
    if (tls.owesAnswer()) {
      send(Bytes.EMPTY);
    }
  }

  /** All that was read from the socket, so that no more than a part of a record is left over. */
  private void receive() throws IOException {
    int count = 0;
    boolean more = true;
    for (var octets = tls.receive(true); octets.hasRemaining(); octets = tls.receive(more)) {
      heard = System.nanoTime();
      count += octets.remaining();
      frames.read(octets, this::take);
      more = !hold(heard) && more && count <= MOST_AT_ONCE;
    }
    if (held) {
      key.interestOpsAnd(~SelectionKey.OP_READ);
    } else if (count > MOST_AT_ONCE) {
      readOn();
    }
  }

  /** What is behind in the socket; others had their turn. */
  private void readFurther() throws IOException {
    if (key.isValid() && !hold(System.nanoTime())) {
      key.interestOpsOr(SelectionKey.OP_READ);
      read();
    }
  }

  private boolean hold(long now) {
    held = receiveWindow.filter(through -> through.holds(readOn, now)).isPresent();
    return held;
  }

  /** Signs of life are no use. */
  private void noteUse(Bytes frame) {
    if (!frame.isEmpty()) {
      spoke = System.nanoTime();
    }
  }

  /**
   * Nanoseconds since it was of use; 0 while something waits to be read or to be sent. On the
   * reactor's thread.
   */
  long idle(long now) {
    return held || waiting() > 0 ? 0 : now - spoke;
  }

  private void take(Bytes frame) throws IOException {
    noteUse(frame);
    if (!frame.isEmpty()) {
      owner.received(this, frame);
    } else if (!dialled) {
      send(Bytes.EMPTY);
    }
  }

  @Override
  public void tick(long nanos) throws IOException {
    if (!open) {
      if (nanos - begun > OPENING_NANOS) {
        throw new IOException("the handshake took too long");
      }
      return;
    }
    if (held) {
      heard = nanos;
      readFurther();
    }
    if (nanos - ticked > AWAY_NANOS) {
      heard = nanos;
    }
    ticked = nanos;
    long quiet = nanos - heard;
    if (quiet > (dialled ? DIALLED_SILENCE_NANOS : TAKEN_SILENCE_NANOS)) {
      throw new IOException("nothing heard for " + quiet / 1_000_000 + " ms");
    }
    if (dialled && quiet > QUIET_NANOS) {
      send(Bytes.EMPTY);
    }
  }

  /** Ends it, from the reactor's thread; what waits is lost. */
  @Override
  public void fail(IOException why) {
    synchronized (sendQueue) {
      if (closed) {
        return;
      }
      closed = true;
      sendQueue.clear();
      try {
        tls.close();
      } catch (IOException | RuntimeException e) {
        why.addSuppressed(e); // whatever it is, the owner is told, or it never dials again
      }
    }
    receiveWindow.ifPresent(through -> through.forget(readOn));
    partial.ifPresent(parts -> parts.forget(this));
    owner.closed(this, why);
  }
}
