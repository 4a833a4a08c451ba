package io.quorate.bootstrap.registry;

import io.quorate.engine.spi.InMemoryRegistry;
import io.quorate.engine.spi.PeerEntry;
import io.quorate.engine.spi.PeerList;
import io.quorate.engine.spi.PeerRegistry;
import io.quorate.engine.spi.PeerRegistryProvider;
import io.quorate.engine.spi.RegistryEvent;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * A registry in memory that tells what a test makes of the truth. Chosen by {@code quorate.registry
 * = lying}; each group has its own.
 */
public final class LyingRegistry implements PeerRegistry {

  /** What the replicas of one group have registered, and what each is told of it. */
  static final class Truth {
    private final PeerList registered = new PeerList();
    private final Set<LyingRegistry> open = ConcurrentHashMap.newKeySet();
    private volatile UnaryOperator<List<PeerEntry>> lie = UnaryOperator.identity();

    List<PeerEntry> registered() {
      return registered.list();
    }

    /** Everybody is told this from now on. */
    void tell(UnaryOperator<List<PeerEntry>> other) {
      lie = other;
      open.forEach(LyingRegistry::refresh);
    }

    void tellTheTruth() {
      tell(UnaryOperator.identity());
    }
  }

  /** Opens one for each replica of a group. */
  public static final class Provider implements PeerRegistryProvider {

    private static final Map<String, Truth> GROUPS = new ConcurrentHashMap<>();

    static Truth truth(String group) {
      return GROUPS.computeIfAbsent(group, its -> new Truth());
    }

    @Override
    public String name() {
      return "lying";
    }

    @Override
    public PeerRegistry open(Opening opening) {
      return new LyingRegistry(truth(opening.group()));
    }
  }

  private final Truth truth;
  private final PeerList shown = new PeerList();
  private final InMemoryRegistry honest;

  private LyingRegistry(Truth truth) {
    this.truth = truth;
    this.honest = new InMemoryRegistry(truth.registered);
    truth.open.add(this);
    var unused = truth.registered.watch(event -> refresh());
    refresh();
  }

  private void refresh() {
    shown.findAll(truth.lie.apply(truth.registered()));
  }

  @Override
  public String name() {
    return "lying";
  }

  @Override
  public void register(PeerEntry own) {
    honest.register(own);
  }

  @Override
  public void deregister(String address) {
    honest.deregister(address);
  }

  @Override
  public List<PeerEntry> list() {
    return shown.list();
  }

  @Override
  public AutoCloseable watch(Consumer<RegistryEvent> watcher) {
    return shown.watch(watcher);
  }

  @Override
  public CompletionStage<?> stop() {
    truth.open.remove(this);
    return honest.stop();
  }
}
