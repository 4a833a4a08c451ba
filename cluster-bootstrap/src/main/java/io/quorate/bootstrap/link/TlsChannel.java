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

  /**
   * The most octets to seal at once, for one call of the system: whole records, each of which the
   * JDK ends at 16,367 octets.
   */
  static final int CLEAR = 4 * 16_000;

  private static final int SEALED = 64 * 1024;
  static final int RECORD = 17 * 1024;
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final SocketChannel socket;
  private final SSLEngine engine;
  private final ByteBuffer arrived;
  private final ByteBuffer leaving;
  private final ByteBuffer opened;

  /** What a handshake waits for. */
  enum Wait {
    TO_READ,
    TO_WRITE,
    FOR_TASKS,
    NOTHING
  }

  TlsChannel(SocketChannel socket, SSLEngine engine) {
    this(socket, engine, true, room());
  }

  /**
   * With buffers for many records at once, or for one at a time.
   *
   * @param opened where records are opened; all channels that one thread serves may share it
   */
  TlsChannel(SocketChannel socket, SSLEngine engine, boolean wide, ByteBuffer opened) {
    this.socket = socket;
    this.engine = engine;
    this.arrived = ByteBuffer.allocate(wide ? SEALED : RECORD).flip(); // ciphers want arrays
    this.leaving = ByteBuffer.allocate(wide ? 4 * RECORD : RECORD).flip();
    this.opened = opened;
  }

  /** Where records are opened. */
  static ByteBuffer room() {
    return ByteBuffer.allocate(2 * RECORD);
  }

  /** Lets the handshake begin. */
  void begin() throws IOException {
    engine.beginHandshake();
  }

  /** Goes on with the handshake as far as it can. */
  Wait shakeHands() throws IOException {
    while (flushed()) {
      switch (engine.getHandshakeStatus()) {
        case NEED_WRAP -> seal(NOTHING);
        case NEED_TASK -> {
          return Wait.FOR_TASKS;
        }
        case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
          opened.clear();
          if (!open()) {
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
   * call.
   *
   * @throws EOFException when the peer has closed
   */
  ByteBuffer receive() throws IOException {
    opened.clear();
    while (opened.position() == 0 && open()) {
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
  private boolean open() throws IOException {
    while (true) {
      var result = engine.unwrap(arrived, opened);
      switch (result.getStatus()) {
        case OK -> {
          return true;
        }
        case BUFFER_UNDERFLOW -> {
          arrived.compact();
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
    leaving.clear();
    try {
      do {
        if (engine.wrap(clear, leaving).getStatus() == Status.CLOSED && clear.hasRemaining()) {
          throw new IOException("closed already");
        }
      } while (clear.hasRemaining() && leaving.remaining() >= RECORD);
    } finally {
      leaving.flip();
    }
  }

  /** Writes what was sealed as far as the socket takes it; true when all has left. */
  boolean flushed() throws IOException {
    if (leaving.hasRemaining()) {
      socket.write(leaving);
    }
    return !leaving.hasRemaining();
  }

  /** Tells the peer why, if it can be told at once, and closes the socket. */
  void close() throws IOException {
    try (socket) {
      engine.closeOutbound();
      if (flushed()) {
        seal(NOTHING);
        flushed();
      }
    }
  }
}
