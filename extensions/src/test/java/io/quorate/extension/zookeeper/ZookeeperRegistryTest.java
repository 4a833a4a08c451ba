package io.quorate.extension.zookeeper;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.quorate.engine.spi.PeerEntry;
import io.quorate.engine.spi.PeerEntry.Health;
import io.quorate.engine.spi.PeerRegistry;
import io.quorate.engine.spi.PeerRegistryProvider;
import io.quorate.engine.spi.PeerRegistryProvider.Opening;
import io.quorate.engine.spi.SharedRegistryContract;
import java.util.Map;
import java.util.ServiceLoader;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryOneTime;
import org.apache.curator.test.TestingServer;
import org.apache.zookeeper.CreateMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two processes' registries on one real ZooKeeper server in this process. */
@Tag("slow")
class ZookeeperRegistryTest extends SharedRegistryContract {

  private static final String GROUP = "abc123";

  private TestingServer server;
  private PeerRegistry one;
  private PeerRegistry other;

  @BeforeEach
  void start() throws Exception {
    server = new TestingServer(true);
    one = open();
    other = open();
  }

  private PeerRegistry open() {
    var settings =
        Map.of("connect", server.getConnectString(), "path", "/quorate", "session-timeout", "4s");
    return provider().open(new Opening(GROUP, settings));
  }

  private static PeerRegistryProvider provider() {
    return ServiceLoader.load(PeerRegistryProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(each -> each.name().equals("zookeeper"))
        .findFirst()
        .orElseThrow();
  }

  @AfterEach
  void stop() throws Exception {
    one.stop().toCompletableFuture().join();
    other.stop().toCompletableFuture().join();
    server.close();
  }

  @Override
  protected PeerRegistry registry() {
    return one;
  }

  @Override
  protected PeerRegistry other() {
    return other;
  }

  @Override
  protected String address() {
    return "10.0.0.1:2551";
  }

  private CuratorFramework raw() {
    var raw = CuratorFrameworkFactory.newClient(server.getConnectString(), new RetryOneTime(100));
    raw.start();
    return raw;
  }

  private static String path(String address) {
    return "/quorate/" + GROUP + "/peers/" + address;
  }

  @Test
  void the_entry_of_a_process_that_has_ended_goes_with_its_session() throws Exception {
    var dead = PeerEntry.at("10.0.0.7:2551");
    try (var process = raw()) {
      process
          .create()
          .creatingParentsIfNeeded()
          .withMode(CreateMode.EPHEMERAL)
          .forPath(path(dead.address()), dead.toText().getBytes(UTF_8));
      await().atMost(PATIENCE).until(() -> isListed(one, dead.address()));
    }
    await().atMost(PATIENCE).until(() -> !isListed(one, dead.address()));
  }

  @Test
  void a_server_that_ends_is_told_and_found_again_when_it_is_back() throws Exception {
    one.register(PeerEntry.at(address()));
    await().atMost(PATIENCE).until(() -> isListed(other, address()));
    server.stop();
    await().atMost(PATIENCE).until(() -> !other.condition().isGood());
    assertThat(other.condition().problem()).contains("ZooKeeper at 127.0.0.1:");
    assertThat(isListed(other, address())).as("what was known is kept").isTrue();
    one.register(PeerEntry.at(address()).with(Health.SERVING));
    server.restart();
    await().atMost(PATIENCE).until(() -> other.condition().isGood());
    await()
        .atMost(PATIENCE)
        .until(() -> other.list().contains(PeerEntry.at(address()).with(Health.SERVING)));
  }

  @Test
  void an_own_entry_that_somebody_deleted_is_written_again() throws Exception {
    one.register(PeerEntry.at(address()));
    await().atMost(PATIENCE).until(() -> isListed(other, address()));
    try (var liar = raw()) {
      liar.delete().forPath(path(address()));
      await().atMost(PATIENCE).until(() -> liar.checkExists().forPath(path(address())) != null);
    }
    await().atMost(PATIENCE).until(() -> isListed(other, address()));
  }

  @Test
  void what_is_no_entry_or_another_ones_is_passed_over() throws Exception {
    try (var liar = raw()) {
      create(liar, path("10.0.0.8:1"), "nonsense");
      create(liar, path("10.0.0.8:2"), PeerEntry.at("10.0.0.9:1").toText());
      create(liar, path("10.0.0.8:3"), "x".repeat(1 << 16));
      create(liar, path("10.0.0.8:4") + "/10.0.0.8:5", PeerEntry.at("10.0.0.8:5").toText());
      create(liar, path("10.0.0.8:6"), PeerEntry.at("10.0.0.8:6").toText());
      await().atMost(PATIENCE).until(() -> isListed(one, "10.0.0.8:6"));
    }
    assertThat(one.list()).hasSize(1);
  }

  private static void create(CuratorFramework client, String path, String text) throws Exception {
    client.create().creatingParentsIfNeeded().forPath(path, text.getBytes(UTF_8));
  }

  @Test
  void settings_of_no_use_are_refused_with_their_name() {
    var good = Map.of("connect", "h:1,g:2", "path", "/quorate", "session-timeout", "4s");
    for (var bad :
        Map.of("connect", "nonsense", "path", "quorate", "session-timeout", "1ms").entrySet()) {
      var settings = new java.util.TreeMap<>(good);
      settings.put(bad.getKey(), bad.getValue());
      assertThatThrownBy(() -> provider().open(new Opening(GROUP, settings)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith(bad.getKey() + ": ");
    }
  }
}
