package io.quorate.bootstrap.link;

import java.util.concurrent.atomic.AtomicLong;

/** Bytes that several have in common, and how many they may be. For any number of threads. */
final class SharedBytes {

  private final long most;
  private final AtomicLong bytes = new AtomicLong();

  SharedBytes(long most) {
    this.most = most;
  }

  boolean isFull() {
    return bytes.get() >= most;
  }

  void add(long more) {
    bytes.addAndGet(more);
  }

  void remove(long gone) {
    bytes.addAndGet(-gone);
  }
}
