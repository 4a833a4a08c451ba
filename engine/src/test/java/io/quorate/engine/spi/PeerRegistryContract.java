package io.quorate.engine.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quorate.engine.spi.RegistryEvent.Listed;
import io.quorate.engine.spi.RegistryEvent.Removed;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** What every {@link PeerRegistry} does. Changes may take a while to show. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
public abstract class PeerRegistryContract {

  protected static final Duration PATIENCE = Duration.ofSeconds(30);

  /** A registry, the same during one test. */
  protected abstract PeerRegistry registry();

  /** An address that a process of this test may register; the same during one test. */
  protected abstract String address();

  protected static boolean isListed(PeerRegistry registry, String address) {
    return registry.list().stream().anyMatch(each -> each.address().equals(address));
  }

  @Test
  void what_is_registered_is_listed() {
    registry().register(PeerEntry.at(address()));
    await().atMost(PATIENCE).until(() -> isListed(registry(), address()));
  }

  @Test
  void what_is_deregistered_is_listed_no_more() {
    registry().register(PeerEntry.at(address()));
    await().atMost(PATIENCE).until(() -> isListed(registry(), address()));
    registry().deregister(address());
    await().atMost(PATIENCE).until(() -> !isListed(registry(), address()));
  }

  @Test
  void registering_twice_lists_once() {
    registry().register(PeerEntry.at(address()));
    registry().register(PeerEntry.at(address()));
    await().atMost(PATIENCE).until(() -> isListed(registry(), address()));
    assertThat(registry().list()).extracting(PeerEntry::address).containsOnlyOnce(address());
  }

  @Test
  void the_list_is_in_the_order_of_addresses() {
    registry().register(PeerEntry.at(address()));
    await().atMost(PATIENCE).until(() -> isListed(registry(), address()));
    assertThat(registry().list()).extracting(PeerEntry::address).isSorted();
  }

  @Test
  void a_watcher_is_told_what_is_listed_at_once_and_every_change_later() throws Exception {
    registry().register(PeerEntry.at(address()));
    await().atMost(PATIENCE).until(() -> isListed(registry(), address()));
    List<RegistryEvent> told = new CopyOnWriteArrayList<>();
    try (var watch = registry().watch(told::add)) {
      assertThat(watch).isNotNull();
      assertThat(told).anyMatch(event -> tells(event, address()));
      told.clear();
      registry().deregister(address());
      await().atMost(PATIENCE).until(() -> told.contains(new Removed(address())));
    }
  }

  @Test
  void a_closed_watcher_is_told_nothing() throws Exception {
    List<RegistryEvent> told = new CopyOnWriteArrayList<>();
    registry().watch(told::add).close();
    told.clear();
    registry().register(PeerEntry.at(address()));
    await().atMost(PATIENCE).until(() -> isListed(registry(), address()));
    assertThat(told).isEmpty();
  }

  private static boolean tells(RegistryEvent event, String address) {
    return event instanceof Listed listed && listed.entry().address().equals(address);
  }
}
