package io.quorate.bootstrap.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.quorate.bootstrap.TestGroup;
import io.quorate.engine.spi.PeerEntry;
import io.quorate.engine.spi.PeerRegistry;
import io.quorate.engine.spi.PeerRegistryContract;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry that asks a real DNS server. */
@Tag("slow")
class DnsRegistryTest extends PeerRegistryContract {

  @TempDir Path folder;
  private int port;
  private RealServer dns;
  private final List<DnsRegistry> opened = new ArrayList<>();
  private DnsRegistry registry;

  @BeforeEach
  void start() throws Exception {
    port = TestGroup.freePorts(1).get(0);
    hosts("10.0.0.1 peers.test", "10.0.0.2 peers.test", "fd00::3 peers.test", "10.0.0.9 a.test");
    dns =
        RealServer.dns(
            port,
            folder.resolve("hosts"),
            List.of("_quorate._tcp.test,a.test,2559", "_quorate._tcp.test,gone.test,1"));
    registry = open("/peers.test:2551");
  }

  @AfterEach
  void stop() {
    opened.forEach(each -> each.stop().toCompletableFuture().join());
    if (dns != null) {
      dns.close();
    }
  }

  private void hosts(String... lines) throws Exception {
    Files.writeString(folder.resolve("hosts"), String.join("\n", lines) + "\n");
  }

  private DnsRegistry open(String... names) {
    var full = List.of(names).stream().map(each -> "dns://127.0.0.1:" + port + each).toList();
    var opening = new DnsRegistry(full, Duration.ofMillis(500));
    opened.add(opening);
    return opening;
  }

  @Override
  protected PeerRegistry registry() {
    return registry;
  }

  @Override
  protected String address() {
    return "10.0.0.7:2551";
  }

  private static List<String> addresses(PeerRegistry registry) {
    return registry.list().stream().map(PeerEntry::address).toList();
  }

  @Test
  void every_address_record_of_the_name_is_listed_with_its_port() {
    var all = List.of("10.0.0.1:2551", "10.0.0.2:2551", "[fd00:0:0:0:0:0:0:3]:2551");
    await().atMost(PATIENCE).until(() -> addresses(registry).equals(all));
    assertThat(registry.condition().isGood()).isTrue();
  }

  @Test
  void every_service_record_is_listed_with_its_own_port() {
    var services = open("/_quorate._tcp.test");
    await().atMost(PATIENCE).until(() -> addresses(services).equals(List.of("10.0.0.9:2559")));
  }

  @Test
  void records_that_change_are_noticed() throws Exception {
    await().atMost(PATIENCE).until(() -> isListed(registry, "10.0.0.2:2551"));
    hosts("10.0.0.1 peers.test", "10.0.0.5 peers.test");
    dns.readAgain();
    var now = List.of("10.0.0.1:2551", "10.0.0.5:2551");
    await().atMost(PATIENCE).until(() -> addresses(registry).equals(now));
  }

  @Test
  void a_name_without_records_is_told_until_it_has_some() throws Exception {
    var empty = open("/nobody.test:1");
    await().atMost(PATIENCE).until(() -> !empty.condition().isGood());
    assertThat(empty.condition().problem()).endsWith("/nobody.test:1 has no records");
    hosts("10.0.0.1 nobody.test");
    dns.readAgain();
    await().atMost(PATIENCE).until(() -> isListed(empty, "10.0.0.1:1"));
    assertThat(empty.condition().isGood()).isTrue();
  }

  @Test
  void a_server_that_does_not_answer_is_told_and_what_was_known_is_kept() throws Exception {
    await().atMost(PATIENCE).until(() -> isListed(registry, "10.0.0.1:2551"));
    dns.stop();
    await().atMost(PATIENCE).until(() -> !registry.condition().isGood());
    assertThat(registry.condition().problem()).contains("no answer for peers.test");
    assertThat(isListed(registry, "10.0.0.1:2551")).isTrue();
    dns.start();
    await().atMost(PATIENCE).until(() -> registry.condition().isGood());
  }

  @Test
  void of_several_names_one_without_records_hides_no_other() {
    var two = open("/nobody.test:1", "/peers.test:2");
    await().atMost(PATIENCE).until(() -> isListed(two, "10.0.0.1:2"));
    assertThat(two.condition().problem()).contains("nobody.test");
  }

  @Test
  void what_is_no_name_is_refused() {
    for (var text :
        List.of(
            "peers.test:1",
            "dns://peers.test:1",
            "dns:///peers.test",
            "dns:///_a._tcp.b:1",
            "dns:///a/b:1")) {
      assertThatThrownBy(() -> DnsName.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
