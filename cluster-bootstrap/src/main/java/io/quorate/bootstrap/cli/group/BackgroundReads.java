package io.quorate.bootstrap.cli.group;

import java.util.Collection;
import java.util.Collections;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Keeps a few reads of a key that nobody wrote under way at each of some replicas until it is
 * closed, so that a group that is rehearsed has something to order.
 */
public final class BackgroundReads implements AutoCloseable {

  private static final int EACH = 4;
  private static final long LAST_SECONDS = 10;

  private final Collection<StatusClient> replicas;
  private final ExecutorService threads;
  private volatile boolean closed;

  public BackgroundReads(Collection<StatusClient> replicas) {
    this.replicas = replicas;
    this.threads = Executors.newFixedThreadPool(EACH * replicas.size());
  }

  public void begin() {
    replicas.forEach(
        replica -> Collections.nCopies(EACH, replica).forEach(r -> threads.execute(() -> read(r))));
  }

  private void read(StatusClient replica) {
    try {
      while (!closed) {
        if (!replica.orders()) {
          TimeUnit.MILLISECONDS.sleep(StatusClient.POLL_MILLIS);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Asks no more, and waits for the last answers a while. */
  @Override
  public void close() {
    closed = true;
    threads.shutdown();
    try {
      threads.awaitTermination(LAST_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    threads.shutdownNow();
  }
}
