package io.quorate.bootstrap.registry;

import io.quorate.engine.spi.PeerList;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does again and again, on a thread of its own, what needs a registry's servers. A failure is
 * logged once, kept in the list's condition, and followed by pauses that grow; the first success
 * after it is logged, too.
 */
final class Retried {

  private static final Logger LOG = LoggerFactory.getLogger(Retried.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

  /** One attempt. Whatever it does, it calls {@link #succeeded} when the servers answered. */
  interface Attempt {

    /**
     * Returns when it is to be made again after the regular pause.
     *
     * @throws IOException with the reason, in words for an operator
     */
    void make() throws IOException, InterruptedException;
  }

  private final String name;
  private final PeerList list;
  private final Attempt attempt;
  private final Duration pause;
  private final Backoff backoff = new Backoff(FIRST_PAUSE, LONGEST_PAUSE);
  private final CompletableFuture<String> ended = new CompletableFuture<>();
  private final Thread thread;
  private boolean told;
  private final CountDownLatch stopped = new CountDownLatch(1);

  /**
   * @param name of the registry, for the log
   * @param pause after an attempt that returned
   */
  Retried(String name, PeerList list, Duration pause, Attempt attempt) {
    this.name = name;
    this.list = list;
    this.pause = pause;
    this.attempt = attempt;
    list.bad("the registry has not answered yet");
    this.thread = Threads.daemon("quorate-registry-" + name, this::run);
  }

  void start() {
    thread.start();
  }

  private void run() {
    while (!isStopped()) {
      try {
        attempt.make();
        pause(pause);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      } catch (IOException | RuntimeException e) {
        if (!isStopped() && !failed(e)) {
          break;
        }
      }
    }
    ended.complete(name);
  }

  private boolean failed(Exception why) {
    var problem = why instanceof IOException ? why.getMessage() : why.toString();
    list.bad(problem);
    if (!told) {
      told = true;
      LOG.warn("the registry ({}) cannot be used, tries again: {}", name, problem);
    }
    try {
      pause(backoff.next());
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void pause(Duration time) throws InterruptedException {
    var unused = stopped.await(time.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** The servers answered. */
  void succeeded() {
    var before = list.condition();
    backoff.reset();
    list.good();
    if (told) {
      told = false;
      long seconds = (System.currentTimeMillis() - before.since()) / 1_000;
      LOG.info("the registry ({}) answers again, after {} s", name, seconds);
    }
  }

  boolean isStopped() {
    return stopped.getCount() == 0;
  }

  /** Interrupts what is under way; done when the thread has ended. */
  CompletionStage<?> stop() {
    stopped.countDown();
    if (thread.getState() == Thread.State.NEW) {
      ended.complete(name);
    }
    thread.interrupt();
    return ended;
  }
}
