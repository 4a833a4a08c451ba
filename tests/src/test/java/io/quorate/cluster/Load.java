package io.quorate.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/** Writers at a steady {@link Pace}; each key is written once, with itself as its value. */
final class Load implements AutoCloseable {

  private static final AtomicLong NUMBERS = new AtomicLong();

  private final Map<String, Long> acknowledged = new ConcurrentSkipListMap<>();
  private final List<Thread> writers = new ArrayList<>();
  private volatile boolean stopped;

  private Load() {}

  /** So many writers through each of these. */
  static Load through(List<Gateway> gateways, int writersEach) {
    var load = new Load();
    for (var gateway : gateways) {
      for (int i = 0; i < writersEach; i++) {
        var writer = new Thread(() -> load.write(gateway), "quorate-load");
        writer.setDaemon(true);
        writer.start();
        load.writers.add(writer);
      }
    }
    return load;
  }

  private void write(Gateway gateway) {
    while (!stopped) {
      var key = "load-" + NUMBERS.incrementAndGet();
      if (gateway.isWritten(key, key)) {
        acknowledged.put(key, System.nanoTime());
      }
      Pace.rest();
    }
  }

  int count() {
    return acknowledged.size();
  }

  /** How long nothing was acknowledged after this instant, of {@link System#nanoTime}. */
  Duration silenceAfter(long instant) {
    var times = acknowledged.values().stream().filter(at -> at > instant).sorted().toList();
    long longest = 0;
    long last = instant;
    for (long at : times) {
      longest = Math.max(longest, at - last);
      last = at;
    }
    return Duration.ofNanos(longest);
  }

  /** Acknowledged keys that this replica does not have, as of its latest executed state. */
  List<String> lostBy(Gateway gateway) throws IOException {
    var lost = new ArrayList<String>();
    for (var key : acknowledged.keySet()) {
      if (!gateway.getStale(key).body().equals(key)) {
        lost.add(key);
      }
    }
    return lost;
  }

  /** No write begins any more; those begun end. */
  @Override
  public void close() {
    stopped = true;
    writers.forEach(
        writer -> {
          try {
            writer.join();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }
}
