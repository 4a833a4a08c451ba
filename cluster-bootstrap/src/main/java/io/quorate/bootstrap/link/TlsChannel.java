package io.quorate.bootstrap.link;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.security.auth.x500.X500Principal;

/**
 * TLS over a socket that does not block. One thread shakes hands and receives; whoever sends must
 * keep others from sending meanwhile.
 */
final class TlsChannel {

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final SocketChannel socket;
  private final SSLEngine engine;
  private final ByteBuffer arrived;
  private final ByteBuffer opened;
  private final int atOnce;

  /** What has arrived and was not opened, while others use the buffers. */
  private ByteBuffer part = NOTHING;

  /** What was sealed and the socket did not take. */
  private ByteBuffer leaving = NOTHING;

  /** What a handshake waits for. */
  enum Wait {
    TO_READ,
    TO_WRITE,
    FOR_TASKS,
    NOTHING
  }

  TlsChannel(SocketChannel socket, SSLEngine engine) {
    this(socket, engine, true, new ConnectionBuffers());
  }

  /**
   * Reads many records at once, or one at a time.
   *
   * @param buffers where records are received; all channels that one thread serves may share it
   */
  TlsChannel(SocketChannel socket, SSLEngine engine, boolean wide, ConnectionBuffers buffers) {
    this.socket = socket;
    this.engine = engine;
    this.arrived = buffers.arrived();
    this.opened = buffers.opened();
    this.atOnce = wide ? ConnectionBuffers.ARRIVED : ConnectionBuffers.RECORD;
  }

  /** From now until {@link #releaseBuffers} the buffers are this channel's. */
  void takeBuffers() {
    arrived.clear().put(part).flip();
    part = NOTHING;
  }

  /** Takes along what was not opened. */
  void releaseBuffers() {
    part = ConnectionBuffers.copyOf(arrived);
  }

  /** Bytes that have arrived and are no whole record, outside the buffers. */
  int part() {
    return part.remaining();
  }

  /** Bytes that were sealed and the socket did not take. */
  int leaving() {
    return leaving.remaining();
  }

  /** Lets the handshake begin. */
  void begin() throws IOException {
    engine.beginHandshake();
  }

  /** Goes on with the handshake as far as it can. */
  Wait shakeHands() throws IOException {
    takeBuffers();
    try {
      return shakeHandsInside();
    } finally {
      releaseBuffers();
    }
  }

  private Wait shakeHandsInside() throws IOException {
    while (flushed()) {
      switch (engine.getHandshakeStatus()) {
        case NEED_WRAP -> seal(NOTHING);
        case NEED_TASK -> {
          return Wait.FOR_TASKS;
        }
        case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
          opened.clear();
          if (!open(true)) {
            return Wait.TO_READ;
          }
        }
        default -> {
          return Wait.NOTHING;
        }
      }
    }
    return Wait.TO_WRITE;
  }

  /** Computes what the handshake needs; on a thread that may take its time. */
  void runTasks() {
    for (var task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
      task.run();
    }
  }

  /** Whom the peer's certificate names, after the handshake. */
  X500Principal peer() throws SSLPeerUnverifiedException {
    return (X500Principal) engine.getSession().getPeerPrincipal();
  }

  /**
   * What has arrived, in the clear; nothing remains in it when nothing has. Valid until the next
   * call; with the buffers in hand.
   *
   * @param more false for what was read from the socket already, and no more
   * @throws EOFException when the peer has closed
   */
  ByteBuffer receive(boolean more) throws IOException {
    opened.clear();
    while (opened.position() == 0 && open(more)) {
      if (engine.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
        runTasks();
      }
    }
    return opened.flip();
  }

  /** A key update of the peer's must be answered by something sent. */
  boolean owesAnswer() {
    return engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP;
  }

  /** Opens one record; false when no whole one is there yet. */
  private boolean open(boolean more) throws IOException {
    while (true) {
      var result = engine.unwrap(arrived, opened);
      switch (result.getStatus()) {
        case OK -> {
          return true;
        }
        case BUFFER_UNDERFLOW -> {
          if (!more) {
            return false;
          }
          arrived.compact().limit(atOnce);
          int count = socket.read(arrived);
          arrived.flip();
          if (count < 0) {
            throw new EOFException("closed by the peer");
          }
          if (count == 0) {
            return false;
          }
        }
        case CLOSED -> throw new EOFException("closed by the peer");
        default -> throw new IOException("a record of TLS is too large");
      }
    }
  }

  /** Seals what is in the buffer, as many records as have room; only after all has left. */
  void seal(ByteBuffer clear) throws IOException {
    var sealed = ConnectionBuffers.toLeave();
    try {
      do {
        if (engine.wrap(clear, sealed).getStatus() == Status.CLOSED && clear.hasRemaining()) {
          throw new IOException("closed already");
        }
      } while (clear.hasRemaining() && sealed.remaining() >= ConnectionBuffers.RECORD);
    } finally {
      socket.write(sealed.flip());
      leaving = ConnectionBuffers.copyOf(sealed);
    }
  }

  /** Writes what was sealed as far as the socket takes it; true when all has left. */
  boolean flushed() throws IOException {
    if (leaving.hasRemaining()) {
      socket.write(leaving);
    }
    if (!leaving.hasRemaining()) {
      leaving = NOTHING;
    }
    return !leaving.hasRemaining();
  }

  /** Tells the peer why, if it can be told at once, and closes the socket. */
  void close() throws IOException {
    try (socket) {
      engine.closeOutbound();
      if (socket.isConnected() && flushed()) {
        seal(NOTHING);
        flushed();
      }
    }
  }
}
