package io.quorate.bench;

import io.quorate.bootstrap.access.ClientAccess;
import io.quorate.engine.model.Bytes;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * A closed loop: so many asks are under way at any time, each answered one is followed by the next.
 * Latency is measured from ask to answer. What happens while warming up is not counted.
 */
final class LoadDriver {

  private static final long HIGHEST_MICROS = Duration.ofMinutes(2).toMillis() * 1_000;

  private final ClientAccess.Connection connection;
  private final Bytes operation;
  private final int clients;
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final AtomicBoolean counting = new AtomicBoolean();
  private final AtomicInteger underWay = new AtomicInteger();
  private final CountDownLatch drained = new CountDownLatch(1);
  private final ConcurrentHistogram latencies = new ConcurrentHistogram(HIGHEST_MICROS, 3);
  private final LongAdder answered = new LongAdder();
  private final LongAdder failed = new LongAdder();

  LoadDriver(ClientAccess.Connection connection, int clients, int size) {
    this.connection = connection;
    this.clients = clients;
    this.operation = Bytes.wrap(new byte[size]);
  }

  void start() {
    underWay.set(clients);
    for (int i = 0; i < clients; i++) {
      ask();
    }
  }

  /** Counts from now on. */
  void count() {
    latencies.reset();
    answered.reset();
    failed.reset();
    counting.set(true);
  }

  /** Counts no more and waits until all that is under way has ended. */
  void stop() throws InterruptedException {
    counting.set(false);
    stopped.set(true);
    drained.await();
  }

  long answered() {
    return answered.sum();
  }

  long failed() {
    return failed.sum();
  }

  /** In microseconds. */
  Histogram latencies() {
    return latencies;
  }

  private void ask() {
    long begin = System.nanoTime();
    connection
        .ask(operation)
        .whenComplete(
            (reply, failure) -> {
              if (counting.get()) {
                record(begin, failure);
              }
              if (!stopped.get()) {
                ask();
              } else if (underWay.decrementAndGet() == 0) {
                drained.countDown();
              }
            });
  }

  private void record(long begin, Throwable failure) {
    if (failure != null) {
      failed.increment();
    } else {
      answered.increment();
      latencies.recordValue(Math.min(HIGHEST_MICROS, (System.nanoTime() - begin) / 1_000));
    }
  }
}
