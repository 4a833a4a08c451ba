package io.quorate.bootstrap.link;

import io.quorate.engine.spi.Meter;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Counts by kind, and by name and kind. */
final class Counts implements Meter {
  private final ConcurrentHashMap<String, AtomicLong> counts = new ConcurrentHashMap<>();

  @Override
  public void count(String name, String kind, long by) {
    counts.computeIfAbsent(kind, each -> new AtomicLong()).addAndGet(by);
    counts.computeIfAbsent(name + " " + kind, each -> new AtomicLong()).addAndGet(by);
  }

  @Override
  public void gauge(String name, long value) {
    throw new UnsupportedOperationException(name);
  }

  long of(String kind) {
    return counts.getOrDefault(kind, new AtomicLong()).get();
  }
}
