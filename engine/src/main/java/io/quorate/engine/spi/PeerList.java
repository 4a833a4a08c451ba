package io.quorate.engine.spi;

import io.quorate.engine.model.Bounded;
import io.quorate.engine.spi.PeerRegistry.Condition;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * What a registry keeps in the process: entries of this process, entries that were found, and those
 * who watch. Own entries hide found ones of the same address. From any thread.
 */
public final class PeerList {

  /** Entries that are kept; of more, the first by address. A registry may tell any number. */
  public static final int MOST = 128;

  /** What entries are called among the buffers of a process. */
  public static final String BUFFER = "entries of the registry";

  @Bounded(by = BUFFER)
  private final TreeMap<String, PeerEntry> own = new TreeMap<>();

  @Bounded(by = BUFFER)
  private final TreeMap<String, PeerEntry> found = new TreeMap<>();

  @Bounded(by = BUFFER)
  private final CopyOnWriteArrayList<Consumer<RegistryEvent>> watchers =
      new CopyOnWriteArrayList<>();

  private Condition condition = Condition.GOOD;

  public synchronized List<PeerEntry> list() {
    return List.copyOf(shown().values());
  }

  /** Entries that this process has registered. */
  public synchronized List<PeerEntry> own() {
    return List.copyOf(own.values());
  }

  public synchronized boolean isOwn(String address) {
    return own.containsKey(address);
  }

  public synchronized void register(PeerEntry entry) {
    change(() -> own.put(entry.address(), entry));
  }

  /** Withdraws an own entry, and what was found at its address. */
  public synchronized void deregister(String address) {
    change(
        () -> {
          if (own.remove(address) != null) {
            found.remove(address);
          }
        });
  }

  /** Notes one that was found. */
  public synchronized void find(PeerEntry entry) {
    change(
        () -> {
          if (found.size() < MOST || found.containsKey(entry.address())) {
            found.put(entry.address(), entry);
          }
        });
  }

  /** One that was found is gone. */
  public synchronized void lose(String address) {
    change(() -> found.remove(address));
  }

  /** All that was found, in place of what was found before. */
  public synchronized void findAll(Collection<PeerEntry> entries) {
    change(
        () -> {
          found.clear();
          entries.stream().limit(MOST).forEach(each -> found.put(each.address(), each));
        });
  }

  /** The registry answers. */
  public synchronized void good() {
    become(Condition.GOOD);
  }

  /**
   * The registry does not answer, or says nothing of use.
   *
   * @param problem in words for an operator
   * @return whether this was not known before
   */
  public synchronized boolean bad(String problem) {
    boolean isNews = !condition.problem().equals(problem);
    long since = condition.isGood() ? System.currentTimeMillis() : condition.since();
    become(new Condition(problem, since));
    return isNews;
  }

  public synchronized Condition condition() {
    return condition;
  }

  public synchronized AutoCloseable watch(Consumer<RegistryEvent> watcher) {
    watchers.add(watcher);
    if (!condition.isGood()) {
      watcher.accept(new RegistryEvent.ConditionChanged(condition));
    }
    list().forEach(each -> watcher.accept(new RegistryEvent.Listed(each)));
    return () -> watchers.remove(watcher);
  }

  private void become(Condition next) {
    if (!condition.problem().equals(next.problem())) {
      condition = next;
      tell(new RegistryEvent.ConditionChanged(next));
    }
  }

  private Map<String, PeerEntry> shown() {
    var shown = new TreeMap<>(found);
    shown.putAll(own);
    return shown;
  }

  private void change(Runnable step) {
    var before = shown();
    step.run();
    var after = shown();
    var gone = new TreeSet<>(before.keySet());
    gone.removeAll(after.keySet());
    gone.forEach(address -> tell(new RegistryEvent.Removed(address)));
    after.forEach(
        (address, entry) -> {
          if (!entry.equals(before.get(address))) {
            tell(new RegistryEvent.Listed(entry));
          }
        });
  }

  private void tell(RegistryEvent event) {
    watchers.forEach(watcher -> watcher.accept(event));
  }
}
