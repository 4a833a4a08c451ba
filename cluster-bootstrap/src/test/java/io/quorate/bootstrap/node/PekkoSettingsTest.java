package io.quorate.bootstrap.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import io.quorate.bootstrap.TestGroup;
import io.quorate.bootstrap.settings.Problems;
import io.quorate.engine.crypto.SignatureScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PekkoSettingsTest {

  @TempDir Path directory;

  private final TestGroup group = TestGroup.of(4, SignatureScheme.ED25519);

  @Test
  void nothing_that_a_lying_member_could_use_is_left_on() throws IOException {
    var config = pekko("quorate.replica.index = 2");
    var artery = config.getConfig("pekko.remote.artery");
    assertThat(artery.getString("transport")).isEqualTo("tls-tcp");
    assertThat(artery.getBoolean("untrusted-mode")).isTrue();
    assertThat(artery.getString("bind.hostname")).isEqualTo("127.0.0.1");
    assertThat(artery.getStringList("trusted-selection-paths"))
        .allMatch(path -> path.startsWith("/system/cluster/"));
    assertThat(config.getString("pekko.cluster.downing-provider-class")).isEmpty();
    assertThat(config.getBoolean("pekko.cluster.run-coordinated-shutdown-when-down")).isFalse();
    assertThat(config.getBoolean("pekko.remote.deployment.enable-allow-list")).isTrue();
    assertThat(config.getBoolean("pekko.actor.allow-java-serialization")).isFalse();
  }

  @Test
  void what_any_member_may_make_long_is_not_done_by_the_pool_that_votes() throws IOException {
    var config = pekko("quorate.replica.index = 2");
    var apart = "pekko.actor.membership-dispatcher";
    assertThat(config.getString("pekko.cluster.use-dispatcher")).isEqualTo(apart);
    var receptionist = "pekko.cluster.typed.receptionist.distributed-data.use-dispatcher";
    assertThat(config.getString(receptionist)).isEqualTo(apart);
  }

  @Test
  void addresses_come_from_the_committee_unless_they_are_set() throws IOException {
    var members = group.genesis().members();
    var listed = pekko("quorate.replica.index = 2");
    assertThat(address(listed)).isEqualTo(members.get(2).address());
    assertThat(listed.getStringList("pekko.cluster.roles")).containsExactly("replica-2");
    var set = pekko("quorate.replica { index = 2, host = h, port = 7 }");
    assertThat(address(set)).isEqualTo("h:7");
  }

  @Test
  void nobody_keeps_a_list_of_seed_nodes() throws IOException {
    assertThat(pekko("quorate.replica.index = 2").getStringList("pekko.cluster.seed-nodes"))
        .isEmpty();
    var contacts = PekkoSettings.contacts(settings("quorate.replica.index = 2"), group.genesis());
    assertThat(contacts).hasSize(4).contains(group.genesis().members().get(0).address());
    var own = settings("quorate.replica { index = 2, peers = [\"p:1\"] }");
    assertThat(PekkoSettings.contacts(own, group.genesis())).containsExactly("p:1");
  }

  @Test
  void with_a_static_list_no_remoting_is_started() throws IOException {
    var config = pekko("quorate { replica.index = 2, registry = static }");
    assertThat(config.getString("pekko.actor.provider")).isEqualTo("local");
    assertThat(pekko("quorate.replica.index = 2").getString("pekko.actor.provider"))
        .isEqualTo("cluster");
  }

  @Test
  void a_registry_that_nobody_knows_is_refused_with_those_that_are_known() {
    assertThatThrownBy(() -> settings("quorate { replica.index = 0, registry = consul }"))
        .isInstanceOf(Problems.Unusable.class)
        .hasMessageContaining("quorate.registry: must be one of [cluster, dns, etcd, ")
        .hasMessageContaining("static], not consul");
    assertThatThrownBy(() -> settings("quorate { replica.index = 0, registry = zookeeper }"))
        .hasMessageContaining("zookeeper needs the extensions on the class path");
  }

  @Test
  void everything_that_is_wrong_with_a_registry_is_told_at_once() {
    var etcd =
        """
        quorate { replica.index = 0, registry = etcd
        registries.etcd { endpoints = ["nonsense"], prefix = "x", lease = 0s } }
        """;
    assertThatThrownBy(() -> settings(etcd))
        .hasMessageContaining("quorate.registries.etcd.endpoints: must be http://host:port")
        .hasMessageContaining("quorate.registries.etcd.prefix: must begin with a slash")
        .hasMessageContaining("quorate.registries.etcd.lease: must be 1 second to 10 minutes");
    assertThatThrownBy(() -> settings("quorate { replica.index = 0, registry = dns }"))
        .hasMessageContaining("quorate.registries.dns.names: must name at least one");
    var dns = "quorate { replica.index = 0, registry = dns, registries.dns.names = [\"h:1\"] }";
    assertThatThrownBy(() -> settings(dns)).hasMessageContaining("must be dns:///name:port");
  }

  @Test
  void a_replicas_own_file_wins_over_the_shared_one() throws IOException {
    var shared = directory.resolve("shared.conf");
    Files.writeString(shared, "quorate { http.port = 1, mode = memory }");
    var own = directory.resolve("application.conf");
    Files.writeString(own, "quorate { replica.index = 0, http.port = 2 }");
    var layers = ConfigLayers.of(own, Optional.of(shared));
    var settings = NodeSettings.from(layers, directory);
    assertThat(settings.http().port()).isEqualTo(2);
    assertThat(settings.storage().durable()).isFalse();
  }

  @Test
  void a_replica_without_an_index_is_refused() {
    assertThatThrownBy(() -> pekko("quorate.http.port = 1"))
        .isInstanceOf(Problems.Unusable.class)
        .hasMessageContaining("quorate.replica.index: must be 0 to 1000");
  }

  private Config pekko(String text) throws IOException {
    return PekkoSettings.of(settings(text), group.genesis());
  }

  private NodeSettings settings(String text) throws IOException {
    var file = directory.resolve("application.conf");
    Files.writeString(file, text);
    return NodeSettings.from(ConfigLayers.of(file, Optional.empty()), directory);
  }

  private static String address(Config config) {
    var canonical = config.getConfig("pekko.remote.artery.canonical");
    return canonical.getString("hostname") + ":" + canonical.getInt("port");
  }
}
