package io.quorate.bootstrap.registry;

import io.quorate.bootstrap.access.ReplicaStarter.Probe;
import io.quorate.engine.spi.PeerEntry;
import io.quorate.engine.spi.PeerRegistry;
import io.quorate.engine.spi.PeerRegistryProvider;
import java.io.IOException;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.typed.Cluster;

/**
 * Opens the registry that the settings name, and has this process join the Pekko cluster of those
 * that it lists; of a static list there is no cluster.
 */
public final class Registries {

  static final String ZOOKEEPER = "zookeeper";

  /** What can be named without a library besides this one. */
  static final Set<String> BUILT_IN =
      Set.of(ClusterRegistry.NAME, StaticRegistry.NAME, EtcdRegistry.NAME, DnsRegistry.NAME);

  private Registries() {}

  /**
   * Whose registry it is.
   *
   * @param group in hexadecimal digits
   * @param contacts where others of the group may be found if nothing is known of them
   * @param probe finds out who of the group answers at an address
   */
  public record Owner(ActorSystem<?> system, String group, Set<String> contacts, Probe probe) {

    boolean answers(String address) {
      try {
        probe.whoAnswers(address);
        return true;
      } catch (IOException e) {
        return false;
      }
    }
  }

  /** An open registry, and how to stop it and what goes with it. */
  public record Opened(PeerRegistry registry, Supplier<CompletionStage<?>> stop) {}

  /**
   * Opens it; returns at once, whether servers answer or not.
   *
   * @throws IllegalArgumentException when a provider finds its settings of no use
   */
  public static Opened open(RegistrySettings settings, Owner owner) {
    var registry = registry(settings, owner);
    if (settings.needsCluster() && !settings.kind().equals(ClusterRegistry.NAME)) {
      var joiner =
          new ClusterJoiner(Cluster.get(owner.system()), () -> listed(registry), owner::answers);
      return new Opened(
          registry,
          () -> {
            joiner.stop();
            return registry.stop();
          });
    }
    return new Opened(registry, registry::stop);
  }

  /** Nobody is asked while the registry cannot be relied on: who sees only itself founds. */
  private static Set<String> listed(PeerRegistry registry) {
    var addresses = new TreeSet<String>();
    if (registry.condition().isGood()) {
      registry.list().stream().map(PeerEntry::address).forEach(addresses::add);
    }
    return addresses;
  }

  private static PeerRegistry registry(RegistrySettings settings, Owner owner) {
    return switch (settings.kind()) {
      case ClusterRegistry.NAME ->
          new ClusterRegistry(owner.system(), owner.contacts(), owner::answers);
      case StaticRegistry.NAME -> new StaticRegistry(owner.contacts());
      case EtcdRegistry.NAME ->
          new EtcdRegistry(
              new EtcdRegistry.Place(
                  settings.endpoints(),
                  directory(settings.prefix(), owner.group()),
                  settings.duration("lease")));
      case DnsRegistry.NAME -> new DnsRegistry(settings.names(), settings.duration("refresh"));
      default -> provided(settings, owner.group());
    };
  }

  private static String directory(String prefix, String group) {
    return (prefix.endsWith("/") ? prefix : prefix + "/") + group + "/peers/";
  }

  private static PeerRegistry provided(RegistrySettings settings, String group) {
    return ServiceLoader.load(PeerRegistryProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(each -> each.name().equals(settings.kind()))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no registry " + settings.kind()))
        .open(settings.opening(group));
  }
}
