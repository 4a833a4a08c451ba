package io.quorate.bootstrap.link;

import io.quorate.engine.model.Bounded;
import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that waits for sockets, and for time, and is an executor meanwhile. What it is given
 * from its own thread costs no waking; between tasks it looks after the sockets, so that neither
 * starves the other.
 */
final class EventLoop extends AbstractExecutorService {

  private static final Logger LOG = LoggerFactory.getLogger(EventLoop.class);
  private static final ThreadLocal<EventLoop> HERE = new ThreadLocal<>();
  private static final long TICK_NANOS = 500_000_000L;
  private static final long TICK_MILLIS = TICK_NANOS / 1_000_000;

  /** To look at the sockets costs about what a small task does. */
  private static final int MOST_TASKS = 16;

  private final Selector selector = Selector.open();

  @Bounded(by = LinkBuffers.CONNECTIONS)
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

  private final AtomicBoolean asleep = new AtomicBoolean();
  private final CompletableFuture<Boolean> ended = new CompletableFuture<>();
  private final ConnectionBuffers buffers = new ConnectionBuffers();
  private final Thread thread;
  private long nextTick = System.nanoTime() + TICK_NANOS;
  private volatile boolean ending;

  private EventLoop(ThreadFactory threads) throws IOException {
    thread = threads.newThread(this::run);
  }

  /** One that runs, on a thread of this factory. */
  static EventLoop start(ThreadFactory threads) throws IOException {
    var loop = new EventLoop(threads);
    loop.thread.start();
    return loop;
  }

  /** Whose thread runs what this executor is given, if it is one of these. */
  static Optional<EventLoop> behind(Executor executor) {
    return CompletableFuture.supplyAsync(() -> Optional.ofNullable(HERE.get()), executor).join();
  }

  /** Where all connections of this thread receive, one after the other. */
  ConnectionBuffers buffers() {
    return buffers;
  }

  boolean isOwnThread() {
    return Thread.currentThread() == thread;
  }

  /**
   * Runs this soon, from any thread, in the order given.
   *
   * @throws RejectedExecutionException when it has ended
   */
  @Override
  public void execute(Runnable task) {
    tasks.add(task);
    if (ended.isDone() && tasks.remove(task)) {
      throw new RejectedExecutionException("ended");
    }
    wake();
  }

  private void wake() {
    if (!isOwnThread() && asleep.compareAndSet(true, false)) {
      selector.wakeup();
    }
  }

  /** Waits for this; takes effect at once on its own thread, else with its next turn. */
  SelectionKey register(SelectableChannel channel, int operations, Visitor visitor)
      throws IOException {
    return channel.register(selector, operations, visitor);
  }

  /** Waits for this too, from any thread. */
  void await(SelectionKey key, int operation) {
    key.interestOpsOr(operation);
    wake();
  }

  /** Whoever waits for something here; nobody when it has ended. */
  List<SelectionKey> keys() {
    return selector.isOpen() ? List.copyOf(selector.keys()) : List.of();
  }

  /** Whom a key is attached to; called on the loop's thread only, and throws nothing. */
  interface Visitor {
    /** The socket can do what was waited for. */
    void ready(SelectionKey key);

    /** Twice a second. */
    void tick(long nanos);

    /** The loop has ended. */
    void ended();
  }

  private void run() {
    HERE.set(this);
    try {
      while (!ending || !tasks.isEmpty()) {
        turn();
      }
    } catch (IOException e) {
      LOG.error("nothing arrives any more", e);
    } finally {
      farewell();
    }
  }

  /** Whatever one of them comes to, the others are served. */
  private void turn() throws IOException {
    try {
      look();
      tick();
      int left = MOST_TASKS;
      for (var task = tasks.poll(); task != null; task = left > 0 ? tasks.poll() : null) {
        left--;
        task.run();
      }
    } catch (RuntimeException e) {
      LOG.error("a task or a connection could not be ended in order", e);
    }
  }

  /** Sleeps only when there is nothing to run; who adds something later, wakes it. */
  private void look() throws IOException {
    if (!tasks.isEmpty()) {
      selector.selectNow(EventLoop::ready);
      return;
    }
    asleep.set(true);
    if (tasks.isEmpty() && !ending) {
      selector.select(EventLoop::ready, TICK_MILLIS);
    }
    asleep.set(false);
    if (Thread.interrupted()) {
      LOG.debug("interrupted, for which there is no reason");
    }
  }

  private static void ready(SelectionKey key) {
    ((Visitor) key.attachment()).ready(key);
  }

  /** After a look at the sockets, so that a task that took long makes nobody seem silent. */
  private void tick() {
    long now = System.nanoTime();
    if (now - nextTick >= 0) {
      nextTick = now + TICK_NANOS;
      keys().forEach(key -> ((Visitor) key.attachment()).tick(now));
    }
  }

  /** What came too late to be refused is run. */
  private void farewell() {
    try {
      keys().forEach(key -> ((Visitor) key.attachment()).ended());
      selector.close();
    } catch (IOException | RuntimeException e) {
      LOG.debug("closing", e);
    }
    ended.complete(true);
    for (var task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }

  /** Completed when nothing runs here any more. */
  CompletableFuture<Boolean> whenEnded() {
    return ended;
  }

  /** Runs what it was given, then closes all sockets and ends. */
  @Override
  public void shutdown() {
    ending = true;
    selector.wakeup();
  }

  @Override
  public List<Runnable> shutdownNow() {
    shutdown();
    return List.of();
  }

  @Override
  public boolean isShutdown() {
    return ending;
  }

  @Override
  public boolean isTerminated() {
    return ended.isDone();
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    try {
      return ended.get(timeout, unit);
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
