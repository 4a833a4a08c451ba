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

  private static final int ROOM = 64 * 1024;

  private final SocketChannel socket;
  private final ByteBuffer arrived = ByteBuffer.allocateDirect(ROOM);
  private SelectionKey key;
  private Tunnel twin;

  private Tunnel(SocketChannel socket) {
    this.socket = socket;
  }

  /**
   * Joins two sockets, on the reactor's thread.
   *
   * @param outer connected
   * @param first octets that were read from it already
   * @param inner connecting
   */
  static void join(Reactor reactor, SocketChannel outer, ByteBuffer first, SocketChannel inner)
      throws IOException {
    var a = new Tunnel(outer);
    var b = new Tunnel(inner);
    a.twin = b;
    b.twin = a;
    a.arrived.put(first);
    a.key = reactor.register(outer, 0, a);
    b.key = reactor.register(inner, SelectionKey.OP_CONNECT, b);
    if (inner.isConnected()) {
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
    close(socket);
    close(twin.socket);
  }

  private static void close(SocketChannel socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is gone, which was the aim.
    }
  }
}
