package io.quorate.bootstrap.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quorate.bootstrap.TestGroup;
import io.quorate.engine.spi.PeerEntry;
import io.quorate.engine.spi.PeerEntry.Health;
import io.quorate.engine.spi.PeerRegistry;
import io.quorate.engine.spi.SharedRegistryContract;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes' registries on one real etcd. */
@Tag("slow")
class EtcdRegistryTest extends SharedRegistryContract {

  private static final Duration LEASE = Duration.ofSeconds(2);

  @TempDir static Path data;
  private static int port;
  private static RealServer etcd;

  private final String directory = "/quorate/" + System.nanoTime() + "/peers/";
  private final EtcdGateway gateway = new EtcdGateway(uri(port));
  private final List<EtcdRegistry> opened = new ArrayList<>();
  private EtcdRegistry one;
  private EtcdRegistry other;

  @BeforeAll
  static void startServer() throws Exception {
    port = TestGroup.freePorts(1).get(0);
    etcd = RealServer.etcd(port, data.resolve("etcd"));
  }

  @AfterAll
  static void stopServer() {
    if (etcd != null) {
      etcd.close();
    }
  }

  @BeforeEach
  void open() {
    one = open(List.of(uri(port)));
    other = open(List.of(uri(port)));
  }

  private EtcdRegistry open(List<URI> endpoints) {
    var registry = new EtcdRegistry(new EtcdRegistry.Place(endpoints, directory, LEASE));
    opened.add(registry);
    return registry;
  }

  @AfterEach
  void close() {
    opened.forEach(each -> each.stop().toCompletableFuture().join());
  }

  private static URI uri(int port) {
    return URI.create("http://127.0.0.1:" + port);
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

  @Test
  void the_entry_of_a_process_that_has_ended_goes_with_its_lease() throws Exception {
    var dead = PeerEntry.at("10.0.0.7:2551");
    gateway.put(directory + dead.address(), dead.toText(), gateway.grant(Duration.ofSeconds(1)));
    await().atMost(PATIENCE).until(() -> isListed(one, dead.address()));
    await().atMost(PATIENCE).until(() -> !isListed(one, dead.address()));
  }

  @Test
  void the_entry_of_a_process_that_lives_outlives_many_leases() {
    one.register(PeerEntry.at(address()));
    await().atMost(PATIENCE).until(() -> isListed(other, address()));
    await().during(LEASE.multipliedBy(3)).atMost(PATIENCE).until(() -> isListed(other, address()));
  }

  @Test
  void a_server_that_ends_is_told_and_found_again_when_it_is_back() throws Exception {
    one.register(PeerEntry.at(address()));
    await().atMost(PATIENCE).until(() -> isListed(other, address()));
    etcd.stop();
    await().atMost(PATIENCE).until(() -> !other.condition().isGood());
    assertThat(other.condition().problem()).contains("etcd at ").contains(Integer.toString(port));
    assertThat(other.condition().since()).isPositive();
    assertThat(isListed(other, address())).as("what was known is kept").isTrue();
    one.register(PeerEntry.at(address()).with(Health.SERVING));
    etcd.start();
    await().atMost(PATIENCE).until(() -> other.condition().isGood());
    await()
        .atMost(PATIENCE)
        .until(() -> other.list().contains(PeerEntry.at(address()).with(Health.SERVING)));
  }

  @Test
  void of_several_servers_the_next_is_asked_when_one_does_not_answer() {
    int nobody = TestGroup.freePorts(1).get(0);
    var third = open(List.of(uri(nobody), uri(port)));
    one.register(PeerEntry.at(address()));
    await().atMost(PATIENCE).until(() -> isListed(third, address()));
  }

  @Test
  void what_is_no_entry_or_another_ones_is_passed_over() throws Exception {
    long lease = gateway.grant(Duration.ofSeconds(60));
    gateway.put(directory + "10.0.0.8:1", "nonsense", lease);
    gateway.put(directory + "10.0.0.8:2", PeerEntry.at("10.0.0.9:1").toText(), lease);
    gateway.put(directory + "10.0.0.8:3", "x".repeat(1 << 16), lease);
    gateway.put(directory + "10.0.0.8:4", PeerEntry.at("10.0.0.8:4").toText(), lease);
    await().atMost(PATIENCE).until(() -> isListed(one, "10.0.0.8:4"));
    assertThat(one.list()).hasSize(1);
    var late = open(List.of(uri(port)));
    await().atMost(PATIENCE).until(() -> isListed(late, "10.0.0.8:4"));
    assertThat(late.list()).hasSize(1);
  }

  @Test
  void more_entries_than_fit_into_one_answer_are_all_read() throws Exception {
    long lease = gateway.grant(Duration.ofSeconds(60));
    for (int i = 0; i < 2 * EtcdGateway.PAGE + 1; i++) {
      var entry = PeerEntry.at("10.0.0.1:" + (1000 + i));
      gateway.put(directory + entry.address(), entry.toText(), lease);
    }
    var late = open(List.of(uri(port)));
    await().atMost(PATIENCE).until(() -> late.list().size() == 2 * EtcdGateway.PAGE + 1);
  }

  @Test
  void an_own_entry_that_somebody_changed_or_deleted_is_written_again() throws Exception {
    var mine = PeerEntry.at(address()).with(Health.SERVING);
    one.register(mine);
    await().atMost(PATIENCE).until(() -> other.list().contains(mine));
    var lie = PeerEntry.at(address()).with(Health.NOT_SERVING);
    gateway.put(directory + address(), lie.toText(), gateway.grant(Duration.ofSeconds(60)));
    await().atMost(PATIENCE).until(() -> other.list().contains(lie));
    await().atMost(PATIENCE).until(() -> other.list().contains(mine));
    gateway.delete(directory + address());
    await().atMost(PATIENCE).until(() -> !isListed(other, address()));
    await().atMost(PATIENCE).until(() -> other.list().contains(mine));
  }
}
