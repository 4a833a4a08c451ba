package io.quorate.bootstrap.link;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread that waits for all sockets of a process, and for time. */
final class Reactor implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Reactor.class);
  private static final long TICK_NANOS = 500_000_000L;
  private static final long TICK_MILLIS = TICK_NANOS / 1_000_000;

  private final Selector selector;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final Thread thread = new Thread(this::run, "quorate-links");
  private long nextTick = System.nanoTime() + TICK_NANOS;
  private volatile boolean closed;

  /** Whoever has a socket. Called on the reactor's thread only; what it throws goes to fail. */
  interface Handler {
    /** The socket can do what was waited for. */
    void ready(SelectionKey key) throws IOException;

    /** Twice a second. */
    void tick(long nanos) throws IOException;

    /** Closes the socket. */
    void fail(IOException why);
  }

  Reactor() throws IOException {
    selector = Selector.open();
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Runs this soon on the reactor's thread, from any thread. */
  void execute(Runnable task) {
    tasks.add(task);
    selector.wakeup();
  }

  /** From any thread; takes effect at once if the reactor is told by {@link #execute}. */
  SelectionKey register(SelectableChannel channel, int operations, Handler handler)
      throws IOException {
    channel.configureBlocking(false);
    return channel.register(selector, operations, handler);
  }

  /** Waits for this too, from any thread. */
  void await(SelectionKey key, int operation) {
    key.interestOpsOr(operation);
    selector.wakeup();
  }

  private void run() {
    try {
      while (!closed) {
        turn();
      }
    } catch (IOException e) {
      LOG.error("nothing arrives any more", e);
    } finally {
      farewell();
    }
  }

  /** Whatever one connection comes to, the others are served. */
  private void turn() throws IOException {
    try {
      selector.select(Reactor::ready, TICK_MILLIS);
      for (var task = tasks.poll(); task != null; task = tasks.poll()) {
        task.run();
      }
      tick();
    } catch (RuntimeException e) {
      LOG.error("a connection could not be ended in order", e);
    }
  }

  private static void ready(SelectionKey key) {
    var handler = (Handler) key.attachment();
    guarded(handler, () -> handler.ready(key));
  }

  private void tick() {
    long now = System.nanoTime();
    if (now - nextTick >= 0) {
      nextTick = now + TICK_NANOS;
      for (var key : List.copyOf(selector.keys())) {
        var handler = (Handler) key.attachment();
        guarded(handler, () -> handler.tick(now));
      }
    }
  }

  /** What may throw. */
  interface Work {
    void run() throws IOException;
  }

  /** One connection's misfortune is not another's. */
  static void guarded(Handler handler, Work work) {
    try {
      work.run();
    } catch (IOException e) {
      handler.fail(e);
    } catch (UncheckedIOException e) {
      handler.fail(e.getCause());
    } catch (RuntimeException e) {
      handler.fail(new IOException(e));
    }
  }

  private void farewell() {
    try {
      for (var key : List.copyOf(selector.keys())) {
        ((Handler) key.attachment()).fail(new IOException("this process stops"));
      }
      selector.close();
    } catch (IOException | ClosedSelectorException e) {
      LOG.debug("closing", e);
    }
  }

  /** Closes every socket that was registered; done when the thread has ended. */
  @Override
  public void close() {
    closed = true;
    selector.wakeup();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
