package io.quorate.bootstrap.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.quorate.bootstrap.membership.GuardedClusterSerializer;
import io.quorate.bootstrap.settings.Address;
import io.quorate.engine.codec.Canonical;
import io.quorate.engine.model.Genesis;
import io.quorate.persistence.log.JournalSettings;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What follows for Pekko from a node's settings and its committee. */
public final class PekkoSettings {

  /** Name of every actor system of a group, without which they would not talk. */
  public static final String SYSTEM = "quorate";

  /** Where remoting listens; from outside it is reached through the port of the transport. */
  private static final String INNER = "127.0.0.1";

  /** What the operator says of the database; the journal's own file has defaults only. */
  private static final String DATABASE = "quorate.persistence.postgresql";

  private PekkoSettings() {}

  /** The configuration of a replica's actor system. */
  public static Config of(NodeSettings settings, Genesis genesis) {
    var own = addressOf(settings, genesis);
    var artery = "pekko.remote.artery.";
    var journal = journal(settings, genesis);
    Map<String, Object> values =
        Map.of(
            artery + "canonical.hostname",
            own.host(),
            artery + "canonical.port",
            own.port(),
            artery + "bind.hostname",
            INNER,
            artery + "bind.port",
            0,
            "pekko.cluster.roles",
            List.of("replica-" + settings.index()),
            "pekko.actor.provider",
            settings.registry().needsCluster() ? "cluster" : "local");
    return ConfigFactory.parseMap(values)
        .withFallback(settings.registry().needsCluster() ? guard() : ConfigFactory.empty())
        .withFallback(journal.withoutPath(DATABASE))
        .withFallback(settings.config())
        .withFallback(journal)
        .resolve();
  }

  /**
   * What members say is signed, and held against a policy, under the number of Pekko's serializer.
   */
  private static Config guard() {
    var guard = GuardedClusterSerializer.class.getName();
    return ConfigFactory.parseMap(
        Map.of(
            "pekko.actor.serializers.pekko-cluster",
            guard,
            "pekko.actor.serialization-identifiers",
            Map.of(guard, 5)));
  }

  private static Config journal(NodeSettings settings, Genesis genesis) {
    var identity = Canonical.clusterId(genesis).genesis().toHex() + "/replica-" + settings.index();
    return settings.storage().durable()
        ? JournalSettings.from(settings.config()).pekkoConfig(settings.storage().data(), identity)
        : ConfigFactory.empty();
  }

  /** Where the others reach this replica: as set, else as the committee says. */
  public static Address addressOf(NodeSettings settings, Genesis genesis) {
    var listed = Address.parse(genesis.members().get(settings.index()).address());
    var listen = settings.listen();
    return new Address(
        listen.host().isEmpty() ? listed.host() : listen.host(),
        listen.port() == 0 ? listed.port() : listen.port());
  }

  /** Where the replica listens. */
  static InetSocketAddress bindAddress(NodeSettings settings, Genesis genesis) {
    var reached = addressOf(settings, genesis);
    var listen = settings.listen();
    return new InetSocketAddress(
        listen.bindHost().isEmpty() ? reached.host() : listen.bindHost(),
        listen.bindPort() == 0 ? reached.port() : listen.bindPort());
  }

  /** Where others of the group may be found if nothing else is known of them. */
  static Set<String> contacts(NodeSettings settings, Genesis genesis) {
    return settings.peers().isEmpty()
        ? genesis.members().stream()
            .map(member -> member.address())
            .collect(Collectors.toCollection(TreeSet::new))
        : new TreeSet<>(settings.peers());
  }
}
