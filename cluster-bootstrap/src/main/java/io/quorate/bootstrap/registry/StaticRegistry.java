package io.quorate.bootstrap.registry;

import io.quorate.engine.spi.PeerRegistry;
import java.util.Collection;
import java.util.Set;
import java.util.function.Consumer;

/** A list that was given at the start, and what was registered since in this process. */
public final class StaticRegistry implements PeerRegistry {

  private final Watchers watchers = new Watchers();

  public StaticRegistry(Collection<String> addresses) {
    addresses.forEach(watchers::add);
  }

  @Override
  public void register(String address) {
    watchers.add(address);
  }

  @Override
  public void deregister(String address) {
    watchers.remove(address);
  }

  @Override
  public Set<String> list() {
    return watchers.list();
  }

  @Override
  public AutoCloseable watch(Consumer<Set<String>> watcher) {
    return watchers.watch(watcher);
  }
}
