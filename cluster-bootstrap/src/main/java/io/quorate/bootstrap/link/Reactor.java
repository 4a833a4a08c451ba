package io.quorate.bootstrap.link;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sockets of one transport, which wait on an {@link EventLoop} that others may share. All that
 * happens to them happens on its thread.
 */
final class Reactor implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Reactor.class);

  private final EventLoop loop;
  private final boolean alone;
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

  private Reactor(EventLoop loop, boolean alone) {
    this.loop = loop;
    this.alone = alone;
  }

  /** On the thread that runs what the executor is given, if that can wait for sockets. */
  static Reactor on(Executor executor) throws IOException {
    var shared = EventLoop.behind(executor);
    return shared.isPresent() ? new Reactor(shared.get(), false) : alone();
  }

  /** On a thread of its own, which ends with it. */
  static Reactor alone() throws IOException {
    return new Reactor(
        EventLoop.start(
            run -> {
              var thread = new Thread(run, "quorate-links");
              thread.setDaemon(true);
              return thread;
            }),
        true);
  }

  /** Where its connections receive, one after the other. */
  ConnectionBuffers buffers() {
    return loop.buffers();
  }

  /** Whether it was told to close, so that what ends ends for that. */
  boolean isClosed() {
    return closed;
  }

  boolean isAlone() {
    return alone;
  }

  /** Runs this soon on the reactor's thread, from any thread; not if that has ended. */
  void execute(Runnable task) {
    try {
      loop.execute(task);
    } catch (RejectedExecutionException e) {
      LOG.debug("all is closed", e);
    }
  }

  /**
   * From any thread; takes effect at once if the reactor is told by {@link #execute}.
   *
   * @throws IOException if this is closed
   */
  SelectionKey register(SelectableChannel channel, int operations, Handler handler)
      throws IOException {
    channel.configureBlocking(false);
    if (closed) {
      throw new IOException("closed");
    }
    try {
      return loop.register(channel, operations, new Attached(this, handler));
    } catch (ClosedSelectorException e) {
      throw new IOException("closed", e);
    }
  }

  /** Waits for this too, from any thread. */
  void await(SelectionKey key, int operation) {
    loop.await(key, operation);
  }

  /** A handler, and whose it is. */
  private record Attached(Reactor reactor, Handler handler) implements EventLoop.Visitor {
    @Override
    public void ready(SelectionKey key) {
      guarded(handler, () -> handler.ready(key));
    }

    @Override
    public void tick(long nanos) {
      guarded(handler, () -> handler.tick(nanos));
    }

    @Override
    public void ended() {
      handler.fail(new IOException("this process stops"));
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

  private void hangUp() {
    for (var key : loop.keys()) {
      if (key.attachment() instanceof Attached its && its.reactor == this) {
        its.ended();
      }
    }
  }

  /** Closes every socket that was registered here; done on return. */
  @Override
  public void close() {
    closed = true;
    if (alone) {
      loop.shutdown();
      loop.whenEnded().join();
    } else if (loop.isOwnThread()) {
      hangUp();
    } else {
      var done = new CompletableFuture<Boolean>();
      execute(
          () -> {
            hangUp();
            done.complete(true);
          });
      done.applyToEither(loop.whenEnded(), ended -> ended).join();
    }
  }
}
