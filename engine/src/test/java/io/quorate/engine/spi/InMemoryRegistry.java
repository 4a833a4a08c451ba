package io.quorate.engine.spi;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** A registry that several processes of a test share. Each has a view of its own. */
public final class InMemoryRegistry implements PeerRegistry {

  private final PeerList shared;
  private final PeerList list = new PeerList();
  private final AutoCloseable watch;

  public InMemoryRegistry(PeerList shared) {
    this.shared = shared;
    this.watch =
        shared.watch(
            event -> {
              if (event instanceof RegistryEvent.Listed listed) {
                list.find(listed.entry());
              } else if (event instanceof RegistryEvent.Removed removed) {
                list.lose(removed.address());
              }
            });
  }

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public void register(PeerEntry own) {
    list.register(own);
    shared.find(own);
  }

  @Override
  public void deregister(String address) {
    if (list.isOwn(address)) {
      list.deregister(address);
      shared.lose(address);
    }
  }

  @Override
  public List<PeerEntry> list() {
    return list.list();
  }

  @Override
  public AutoCloseable watch(Consumer<RegistryEvent> watcher) {
    return list.watch(watcher);
  }

  @Override
  public Condition condition() {
    return list.condition();
  }

  @Override
  public CompletionStage<?> stop() {
    list.own().forEach(each -> deregister(each.address()));
    try {
      watch.close();
    } catch (Exception e) {
      return CompletableFuture.failedFuture(e);
    }
    return CompletableFuture.completedStage(null);
  }
}
