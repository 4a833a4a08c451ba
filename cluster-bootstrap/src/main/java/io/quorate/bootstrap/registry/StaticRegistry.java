package io.quorate.bootstrap.registry;

import io.quorate.engine.spi.PeerEntry;
import io.quorate.engine.spi.PeerList;
import io.quorate.engine.spi.PeerRegistry;
import io.quorate.engine.spi.RegistryEvent;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/** A list that was given at the start, and what was registered since in this process. */
public final class StaticRegistry implements PeerRegistry {

  /** Its word in {@code quorate.registry}. */
  public static final String NAME = "static";

  private final PeerList list = new PeerList();

  public StaticRegistry(Collection<String> addresses) {
    list.findAll(addresses.stream().map(PeerEntry::at).toList());
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void register(PeerEntry own) {
    list.register(own);
  }

  @Override
  public void deregister(String address) {
    list.deregister(address);
  }

  @Override
  public List<PeerEntry> list() {
    return list.list();
  }

  @Override
  public AutoCloseable watch(Consumer<RegistryEvent> watcher) {
    return list.watch(watcher);
  }
}
