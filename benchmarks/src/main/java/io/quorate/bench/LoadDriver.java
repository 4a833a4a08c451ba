package io.quorate.bench;

import io.quorate.bootstrap.access.ClientAccess;
import io.quorate.engine.model.Bytes;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * A closed loop: so many asks are under way at any time, each answered one is followed by the next.
 * Latency is measured from ask to answer. What happens while warming up is not counted; more asks
 * may be under way then, for compilers learn by repetition and one client repeats little.
 */
final class LoadDriver {

  private static final long HIGHEST_MICROS = Duration.ofMinutes(2).toMillis() * 1_000;

  private final ClientAccess.Connection connection;
  private final Bytes operation;
  private final int clients;
  private final AtomicBoolean counting = new AtomicBoolean();
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private final CountDownLatch drained = new CountDownLatch(1);
  private final ConcurrentHistogram latencies = new ConcurrentHistogram(HIGHEST_MICROS, 3);
  private final LongAdder answered = new LongAdder();
  private final LongAdder failed = new LongAdder();

  LoadDriver(ClientAccess.Connection connection, int clients, int size) {
    this.connection = connection;
    this.clients = clients;
    this.operation = Bytes.wrap(new byte[size]);
  }

  /**
   * @param warmUp asks under way until {@link #count}, if they are more than the clients
   */
  void start(int warmUp) {
    int loops = Math.max(clients, warmUp);
    most.set(loops);
    underWay.set(loops);
    for (int i = 0; i < loops; i++) {
      ask();
    }
  }

  /** Ends the loops that only warmed up, waits for them, and counts from now on. */
  void count() throws InterruptedException {
    most.set(clients);
    while (underWay.get() > clients) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
    latencies.reset();
    answered.reset();
    failed.reset();
    counting.set(true);
  }

  /** Counts no more and waits until all that is under way has ended. */
  void stop() throws InterruptedException {
    counting.set(false);
    most.set(0);
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
              if (goesOn()) {
                ask();
              }
            });
  }

  /** Whether the loop whose ask was answered asks again; if not, it has ended. */
  private boolean goesOn() {
    for (int loops = underWay.get(); loops > most.get(); loops = underWay.get()) {
      if (underWay.compareAndSet(loops, loops - 1)) {
        if (loops == 1) {
          drained.countDown();
        }
        return false;
      }
    }
    return true;
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
