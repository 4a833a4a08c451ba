package io.quorate.bootstrap.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quorate.bootstrap.TestGroup;
import io.quorate.bootstrap.access.RegistryStatus;
import io.quorate.bootstrap.keys.IdentityKey;
import io.quorate.engine.codec.Canonical;
import io.quorate.engine.codec.MessageCodec;
import io.quorate.engine.crypto.MessageSigner;
import io.quorate.engine.crypto.SignatureScheme;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ConfigurationId;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.message.Message.Announcement;
import io.quorate.engine.spi.PeerEntry;
import io.quorate.engine.spi.PeerEntry.Health;
import io.quorate.engine.spi.PeerEntry.Role;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Four replicas whose registry lies. All of them are elsewhere than the genesis record says, so
 * that they find each other through the registry or not at all.
 */
@Tag("slow")
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class LyingRegistryTest {

  @TempDir Path folder;
  private NodesInProcess nodes;
  private LyingRegistry.Truth registry;

  @BeforeEach
  void found() throws Exception {
    nodes = new NodesInProcess(folder, "quorate.registry = lying");
    registry = LyingRegistry.Provider.truth(nodes.group());
    for (int i = 0; i < NodesInProcess.REPLICAS; i++) {
      nodes.move(i);
    }
  }

  @AfterEach
  void stop() throws Exception {
    nodes.close();
  }

  @Test
  void replicas_that_all_moved_find_each_other_through_the_registry() throws Exception {
    nodes.start(0, 1, 2, 3);
    nodes.awaitReady();
    assertThat(nodes.put(0, "a")).isEqualTo(1);
    assertThat(nodes.put(3, "b")).isEqualTo(2);
    await().atMost(NodesInProcess.PATIENCE).until(() -> nodes.node(0).registry().passing() == 4);
    for (var entry : nodes.node(0).registry().entries()) {
      assertThat(entry.replica()).as(entry.address()).isPresent();
      assertThat(entry.incarnation()).isPositive();
      assertThat(entry.role()).isEqualTo("voter");
    }
    await()
        .atMost(NodesInProcess.PATIENCE)
        .until(
            () ->
                nodes.node(0).registry().entries().stream()
                    .allMatch(each -> each.health().equals("serving")));
  }

  @Test
  void members_that_vanish_are_found_when_the_registry_tells_of_them_again() throws Exception {
    registry.tell(entries -> List.of());
    nodes.start(0, 1, 2, 3);
    await()
        .during(java.time.Duration.ofSeconds(3))
        .atMost(NodesInProcess.PATIENCE)
        .until(() -> !NodesInProcess.isReady(nodes.node(0)));
    registry.tellTheTruth();
    nodes.awaitReady();
    assertThat(nodes.put(1, "a")).isEqualTo(1);
  }

  @Test
  void members_that_vanish_while_the_group_works_are_not_lost() throws Exception {
    nodes.start(0, 1, 2, 3);
    nodes.awaitReady();
    assertThat(nodes.put(0, "a")).isEqualTo(1);
    registry.tell(entries -> List.of());
    for (int i = 2; i < 8; i++) {
      assertThat(nodes.put(i % 4, "b")).isEqualTo(i);
    }
    assertThat(nodes.node(2).status().toCompletableFuture().join().n()).isEqualTo(4);
  }

  /** Everybody's address is another one's, or a stranger's who takes connections. */
  @Test
  void wrong_addresses_bring_nobodys_votes_to_anybody_else() throws Exception {
    try (var stranger = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      registry.tell(entries -> shifted(entries, "127.0.0.1:" + stranger.getLocalPort()));
      nodes.start(0, 1, 2, 3);
      nodes.awaitReady();
      assertThat(nodes.put(0, "a")).isEqualTo(1);
      await()
          .atMost(NodesInProcess.PATIENCE)
          .until(() -> checkOf("127.0.0.1:" + stranger.getLocalPort()).isPresent());
      assertThat(checkOf("127.0.0.1:" + stranger.getLocalPort()).orElseThrow().passing()).isFalse();
      registry.tellTheTruth();
      assertThat(nodes.put(3, "b")).isEqualTo(2);
      await().atMost(NodesInProcess.PATIENCE).until(() -> nodes.node(0).registry().passing() == 4);
    }
  }

  private Optional<RegistryStatus.Check> checkOf(String address) {
    return nodes.node(0).registry().entries().stream()
        .filter(each -> each.address().equals(address))
        .map(RegistryStatus.Entry::check)
        .filter(each -> !each.equals(RegistryStatus.Check.PENDING))
        .findFirst();
  }

  /** Announcements stay where they belong by their signature, addresses do not. */
  private static List<PeerEntry> shifted(List<PeerEntry> entries, String stranger) {
    var lies = new ArrayList<PeerEntry>();
    for (int i = 0; i < entries.size(); i++) {
      var next = entries.get((i + 1) % entries.size());
      lies.add(
          new PeerEntry(
              entries.get(i).address(), Role.LEARNER, Health.NOT_SERVING, next.announcement()));
    }
    lies.add(PeerEntry.at(stranger));
    return lies;
  }

  /** A replica that moved again is announced where it was in its former life. */
  @Test
  void a_stale_incarnation_moves_nobody_back() throws Exception {
    nodes.start(0, 1, 2, 3);
    nodes.awaitReady();
    assertThat(nodes.put(0, "a")).isEqualTo(1);
    var before = registry.registered();
    nodes.stop(3);
    nodes.move(3);
    nodes.start(3);
    nodes.awaitReady();
    registry.tell(entries -> List.of());
    await()
        .atMost(NodesInProcess.PATIENCE)
        .until(() -> nodes.node(0).registry().entries().isEmpty());
    registry.tell(entries -> before);
    await()
        .atMost(NodesInProcess.PATIENCE)
        .until(
            () -> nodes.node(0).registry().entries().stream().allMatch(LyingRegistryTest::isRead));
    nodes.stop(2);
    assertThat(nodes.put(0, "needs replica 3")).isEqualTo(2);
    assertThat(nodes.put(3, "b")).isEqualTo(3);
  }

  private static boolean isRead(RegistryStatus.Entry entry) {
    return entry.replica().isPresent();
  }

  @Test
  void a_strangers_key_announces_nobody_elsewhere() throws Exception {
    nodes.start(0, 1, 2, 3);
    nodes.awaitReady();
    assertThat(nodes.put(0, "a")).isEqualTo(1);
    var nowhere = "127.0.0.1:" + TestGroup.freePorts(1).get(0);
    registry.tell(
        entries -> {
          var all = new ArrayList<>(entries);
          all.add(
              new PeerEntry(nowhere, Role.VOTER, Health.SERVING, Optional.of(forged(1, nowhere))));
          return all;
        });
    nodes.stop(2);
    assertThat(nodes.put(0, "needs replica 1")).isEqualTo(2);
    await()
        .atMost(NodesInProcess.PATIENCE)
        .until(
            () ->
                nodes.node(0).registry().entries().stream()
                    .anyMatch(each -> each.address().equals(nowhere) && each.replica().isEmpty()));
    assertThat(nodes.put(1, "b")).isEqualTo(3);
  }

  private Bytes forged(int replica, String address) {
    var cluster = Canonical.clusterId(nodes.directory().genesis());
    var key = IdentityKey.create(SignatureScheme.ED25519, new SecureRandom());
    var codec = new MessageCodec(cluster, ConfigurationId.GENESIS);
    return new MessageSigner(codec, replica, key.signer())
        .sign(new Announcement(new ReplicaId(replica), Long.MAX_VALUE, address))
        .wire();
  }

  @Test
  void hundreds_of_invented_members_hide_nobody_for_longer_than_they_are_told() throws Exception {
    registry.tell(
        entries -> {
          var all = new ArrayList<PeerEntry>();
          for (int i = 0; i < 500; i++) {
            all.add(PeerEntry.at("127.0.0.1:" + (1 + i)));
          }
          return all;
        });
    nodes.start(0, 1, 2, 3);
    await()
        .atMost(NodesInProcess.PATIENCE)
        .until(() -> nodes.node(0).registry().entries().size() >= 128);
    registry.tellTheTruth();
    nodes.awaitReady();
    assertThat(nodes.put(2, "a")).isEqualTo(1);
  }
}
