package io.quorate.bootstrap.link;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/**
 * One direction of a connection that is passed on as it is; its twin is the other one. Both end
 * together.
 */
final class Tunnel implements Reactor.Handler {

  private static final int ROOM = 16 * 1024;

  private final SocketChannel socket;
  private final ByteBuffer arrived = ByteBuffer.allocateDirect(ROOM);
  private final Runnable ended;
  private SelectionKey key;
  private Tunnel twin;
  private boolean closed;

  /**
   * The sockets that are joined.
   *
   * @param outer connected
   * @param inner connecting
   */
  record Ends(SocketChannel outer, SocketChannel inner) {}

  private Tunnel(SocketChannel socket, Runnable ended) {
    this.socket = socket;
    this.ended = ended;
  }

  /**
   * Joins two sockets, on the reactor's thread.
   *
   * @param first octets that were read from the outer one already
   * @param ended told once, when both are closed
   */
  static void join(Reactor reactor, Ends ends, ByteBuffer first, Runnable ended)
      throws IOException {
    var a = new Tunnel(ends.outer(), ended);
    var b = new Tunnel(ends.inner(), () -> {});
    a.twin = b;
    b.twin = a;
    a.arrived.put(first);
    a.key = reactor.register(ends.outer(), 0, a);
    b.key = reactor.register(ends.inner(), SelectionKey.OP_CONNECT, b);
    if (ends.inner().isConnected()) {
      b.passOn();
    }
  }

  @Override
  public void ready(SelectionKey ready) throws IOException {
    if (ready.isConnectable()) {
      socket.finishConnect();
    } else if (ready.isReadable() && socket.read(arrived) < 0) {
      throw new EOFException("closed");
    }
    passOn();
  }

  private void passOn() throws IOException {
    twin.drain(arrived);
    drain(twin.arrived);
    await();
    twin.await();
  }

  private void drain(ByteBuffer octets) throws IOException {
    if (socket.isConnected()) {
      octets.flip();
      socket.write(octets);
      octets.compact();
    }
  }

  /** Reads while there is room, writes while the twin has something. */
  private void await() {
    if (key.isValid() && socket.isConnected()) {
      key.interestOps(
          (arrived.hasRemaining() ? SelectionKey.OP_READ : 0)
              | (twin.arrived.position() > 0 ? SelectionKey.OP_WRITE : 0));
    }
  }

  @Override
  public void tick(long nanos) {
    // Pekko watches over its own connections.
  }

  @Override
  public void fail(IOException why) {
    close();
    twin.close();
  }

  private void close() {
    if (!closed) {
      closed = true;
      close(socket);
      ended.run();
    }
  }

  private static void close(SocketChannel socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is gone, which was the aim.
    }
  }
}
