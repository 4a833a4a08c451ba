package io.quorate.bootstrap.registry;

import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A list of addresses and those who are told of its changes; from any thread. */
final class Watchers {

  private final CopyOnWriteArrayList<Consumer<Set<String>>> watchers = new CopyOnWriteArrayList<>();
  private final TreeSet<String> addresses = new TreeSet<>();

  synchronized Set<String> list() {
    return Set.copyOf(addresses);
  }

  synchronized void add(String address) {
    if (addresses.add(address)) {
      tell();
    }
  }

  synchronized void remove(String address) {
    if (addresses.remove(address)) {
      tell();
    }
  }

  private void tell() {
    var now = list();
    watchers.forEach(watcher -> watcher.accept(now));
  }

  /** Tells the watcher the list now and after every change, in order, until it is closed. */
  synchronized AutoCloseable watch(Consumer<Set<String>> watcher) {
    watchers.add(watcher);
    watcher.accept(list());
    return () -> watchers.remove(watcher);
  }
}
