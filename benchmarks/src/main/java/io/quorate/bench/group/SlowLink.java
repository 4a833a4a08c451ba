package io.quorate.bench.group;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Listens in a server's place and passes on what comes, in both directions, each octet so much
 * later than it came. Order and number of octets stay; the rate is bounded by {@link DelayedFlow}.
 */
final class SlowLink implements AutoCloseable {

  private final ServerSocket listening;
  private final InetSocketAddress server;
  private final int delayMillis;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  private SlowLink(ServerSocket listening, InetSocketAddress server, int delayMillis) {
    this.listening = listening;
    this.server = server;
    this.delayMillis = delayMillis;
  }

  /**
   * Listens from now on.
   *
   * @param at port 0 for any
   * @param server need not listen yet
   */
  static SlowLink open(InetSocketAddress at, InetSocketAddress server, int delayMillis)
      throws IOException {
    var listening = new ServerSocket();
    listening.setReuseAddress(true);
    listening.bind(at);
    var link = new SlowLink(listening, server, delayMillis);
    thread("accept", link::accept).start();
    return link;
  }

  int port() {
    return listening.getLocalPort();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        connect(listening.accept());
      } catch (IOException e) {
        // closed, or a caller that was gone at once: either way there is nobody to tell
      }
    }
  }

  /** A server that does not answer is a connection that ends. */
  private void connect(Socket caller) throws IOException {
    var called = new Socket();
    try {
      called.connect(server);
      caller.setTcpNoDelay(true);
      called.setTcpNoDelay(true);
    } catch (IOException e) {
      caller.close();
      called.close();
      throw e;
    }
    open.add(caller);
    open.add(called);
    flow(caller, called);
    flow(called, caller);
  }

  private void flow(Socket from, Socket to) {
    var flow = new DelayedFlow(from, to, delayMillis);
    thread("read", flow::read).start();
    thread(
            "write",
            () -> {
              flow.write();
              open.remove(to);
            })
        .start();
  }

  private static Thread thread(String what, Runnable task) {
    var thread = new Thread(null, task, "quorate-slow-link-" + what, 128 * 1024);
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void close() {
    closeQuietly(listening);
    open.forEach(SlowLink::closeQuietly);
  }

  private static void closeQuietly(java.io.Closeable socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // it is of no more use either way
    }
  }
}
