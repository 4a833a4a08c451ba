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
    assertThat(listed.getStringList("pekko.cluster.seed-nodes"))
        .hasSize(4)
        .contains("pekko://quorate@" + members.get(0).address());
    assertThat(listed.getStringList("pekko.cluster.roles")).containsExactly("replica-2");
    var set = pekko("quorate.replica { index = 2, host = h, port = 7, peers = [\"p:1\"] }");
    assertThat(address(set)).isEqualTo("h:7");
    assertThat(set.getStringList("pekko.cluster.seed-nodes"))
        .containsExactly("pekko://quorate@p:1");
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
    var file = directory.resolve("application.conf");
    Files.writeString(file, text);
    var settings = NodeSettings.from(ConfigLayers.of(file, Optional.empty()), directory);
    return PekkoSettings.of(settings, group.genesis());
  }

  private static String address(Config config) {
    var canonical = config.getConfig("pekko.remote.artery.canonical");
    return canonical.getString("hostname") + ":" + canonical.getInt("port");
  }
}
