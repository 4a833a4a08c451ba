package io.quorate.bootstrap.registry;

import io.quorate.engine.model.Bounded;
import io.quorate.engine.spi.PeerEntry;
import io.quorate.engine.spi.PeerList;
import io.quorate.engine.spi.PeerRegistry;
import io.quorate.engine.spi.RegistryEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Addresses that names in DNS stand for, asked for again and again. Nothing is written: what this
 * process registers is in its own list only, and whoever runs the DNS makes the records.
 */
public final class DnsRegistry implements PeerRegistry {

  /** Its word in {@code quorate.registry}. */
  public static final String NAME = "dns";

  private final PeerList list = new PeerList();

  @Bounded(by = Bounded.FIXED)
  private final List<DnsName> names;

  private final DnsLookup lookup = new DnsLookup();
  private final Retried asking;

  /**
   * Begins to ask.
   *
   * @param names as {@link DnsName} reads them
   * @throws IllegalArgumentException for a name that is none
   */
  public DnsRegistry(List<String> names, Duration refresh) {
    this.names = names.stream().map(DnsName::parse).toList();
    this.asking = new Retried(NAME, list, refresh, this::ask);
    asking.start();
  }

  @Override
  public String name() {
    return NAME;
  }

  /**
   * While one name of several fails, what it stood for before is forgotten, and the rest counts.
   */
  private void ask() throws IOException, InterruptedException {
    var found = new TreeMap<String, PeerEntry>();
    IOException failure = null;
    for (var name : names) {
      try {
        lookup.resolve(name).forEach(each -> found.put(each, PeerEntry.at(each)));
      } catch (IOException e) {
        failure = e;
      }
    }
    if (failure == null || !found.isEmpty()) {
      list.findAll(found.values());
    }
    if (failure != null) {
      throw failure;
    }
    asking.succeeded();
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

  @Override
  public Condition condition() {
    return list.condition();
  }

  @Override
  public CompletionStage<?> stop() {
    return asking.stop().thenRun(lookup::close);
  }
}
