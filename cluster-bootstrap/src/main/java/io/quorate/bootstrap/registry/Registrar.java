package io.quorate.bootstrap.registry;

import io.quorate.bootstrap.access.RegistryStatus;
import io.quorate.bootstrap.access.RegistryStatus.Check;
import io.quorate.bootstrap.access.ReplicaStarter.Network;
import io.quorate.bootstrap.access.ReplicaStatus;
import io.quorate.bootstrap.access.ReplicaStatus.Peer;
import io.quorate.engine.crypto.KeyRing;
import io.quorate.engine.model.Bounded;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.spi.PeerEntry;
import io.quorate.engine.spi.PeerEntry.Health;
import io.quorate.engine.spi.PeerEntry.Role;
import io.quorate.engine.spi.PeerRegistry;
import io.quorate.engine.spi.Transport.Lane;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands between one replica and its registry. Keeps the replica's own entry up to date: its signed
 * announcement, its role, its health. Hands the replica what the registry tells: addresses as
 * hints, and announcements whose signature was found good as if they had come over the network,
 * where the replica judges their incarnation. Checks who answers at each address.
 */
public final class Registrar implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Registrar.class);

  /** Changes that come within this time are handed on as one. */
  private static final Duration GATHER = Duration.ofMillis(250);

  private static final Duration OWN_HEALTH = Duration.ofSeconds(2);

  /** So many announcements for each member are checked at a time. */
  private static final int CHECKS = 4;

  /**
   * Whose it is.
   *
   * @param announcement signed by this replica, in its present incarnation
   */
  public record Owner(PeerRegistry registry, Network network, KeyRing ring, Bytes announcement) {}

  private final Owner owner;
  private final Consumer<Set<String>> hints;
  private final Supplier<CompletionStage<ReplicaStatus>> replica;
  private final SignedEntries signed;
  private final HealthChecks checks;
  private final ScheduledExecutorService clock = Threads.one("quorate-registrar");
  private final AtomicBoolean changed = new AtomicBoolean(true);
  private final AutoCloseable watch;
  private volatile PeerEntry own;

  @Bounded(by = Bounded.FIXED)
  private volatile List<Peer> peers = List.of();

  private Registrar(
      Owner owner,
      Consumer<Set<String>> hints,
      Supplier<CompletionStage<ReplicaStatus>> replica,
      Duration checkInterval) {
    this.owner = owner;
    this.hints = hints;
    this.replica = replica;
    this.signed = new SignedEntries(owner.ring());
    this.checks = new HealthChecks(owner.network().probe(), checkInterval);
    this.own =
        new PeerEntry(
            owner.network().address(),
            Role.VOTER,
            Health.NOT_SERVING,
            Optional.of(owner.announcement()));
    this.watch = owner.registry().watch(event -> changed.set(true));
  }

  /**
   * Registers the replica and begins to tell it what is listed.
   *
   * @param hints takes the addresses that are listed, from any thread
   * @param replica says how the replica is
   */
  public static Registrar start(
      Owner owner,
      Consumer<Set<String>> hints,
      Supplier<CompletionStage<ReplicaStatus>> replica,
      Duration checkInterval) {
    var registrar = new Registrar(owner, hints, replica, checkInterval);
    owner.registry().register(registrar.own);
    registrar.every(GATHER, registrar::handOn);
    registrar.every(OWN_HEALTH, registrar::look);
    return registrar;
  }

  private void every(Duration pause, Runnable task) {
    var unused =
        clock.scheduleWithFixedDelay(
            () -> guarded(task), 0, pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.warn("the registry's list could not be handed on, tries again", e);
    }
  }

  private void handOn() {
    var entries = owner.registry().list();
    int most = CHECKS * owner.ring().configuration().size();
    for (var wire : signed.check(entries, most).keySet()) {
      if (!wire.equals(owner.announcement())) {
        owner.network().transport().toReplica(owner.network().address(), Lane.VOTES, wire);
      }
    }
    if (changed.getAndSet(false)) {
      var addresses = new TreeSet<String>();
      entries.forEach(each -> addresses.add(each.address()));
      hints.accept(addresses);
      addresses.remove(owner.network().address());
      checks.follow(addresses);
    }
  }

  private void look() {
    var unused = replica.get().whenComplete((status, failure) -> note(Optional.ofNullable(status)));
  }

  private void note(Optional<ReplicaStatus> status) {
    peers = status.map(ReplicaStatus::peers).orElse(List.of());
    boolean serves = status.filter(ReplicaStatus::isReady).isPresent();
    boolean learns = status.filter(each -> each.mode().equals(ReplicaStatus.LEARNING)).isPresent();
    var now =
        new PeerEntry(
            own.address(),
            learns ? Role.LEARNER : Role.VOTER,
            serves ? Health.SERVING : Health.NOT_SERVING,
            own.announcement());
    if (!now.equals(own)) {
      own = now;
      owner.registry().register(now);
    }
  }

  /** What is listed now, and what was found of it. */
  public RegistryStatus status() {
    var registry = owner.registry();
    var condition = registry.condition();
    return new RegistryStatus(
        registry.name(),
        condition.problem(),
        condition.since(),
        registry.list().stream().map(this::entry).toList());
  }

  private RegistryStatus.Entry entry(PeerEntry entry) {
    var announcement = signed.of(entry);
    boolean isSelf = entry.address().equals(owner.network().address());
    return new RegistryStatus.Entry(
        entry.address(),
        announcement.map(each -> each.replica().value()),
        PeerEntry.word(entry.role()),
        PeerEntry.word(entry.health()),
        announcement.map(each -> each.incarnation()).orElse(0L),
        isSelf,
        isSelf ? new Check(true, "", "", -1) : withHeartbeat(checks.of(entry.address())));
  }

  /** The check, and when a signed sign of life of who answered there came last. */
  private Check withHeartbeat(Check check) {
    long heartbeat =
        peers.stream()
            .filter(peer -> check.who().equals("replica-" + peer.id()))
            .mapToLong(Peer::heardMillis)
            .findFirst()
            .orElse(-1);
    return new Check(check.passing(), check.who(), check.why(), heartbeat);
  }

  /** Tells the replica no more; its own entry stays until the registry is stopped. */
  @Override
  public void close() {
    clock.shutdownNow();
    checks.stop();
    try {
      watch.close();
    } catch (Exception e) {
      throw new IllegalStateException("a registry's watch could not be closed", e);
    }
  }
}
