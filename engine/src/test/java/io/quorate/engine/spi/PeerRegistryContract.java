package io.quorate.engine.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** What every {@link PeerRegistry} does. Changes may take a while to show. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
public abstract class PeerRegistryContract {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** A registry, the same during one test. */
  protected abstract PeerRegistry registry();

  /** An address that a process of this test may register; the same during one test. */
  protected abstract String address();

  @Test
  void what_is_registered_is_listed() {
    registry().register(address());
    await().atMost(PATIENCE).until(() -> registry().list().contains(address()));
  }

  @Test
  void what_is_deregistered_is_listed_no_more() {
    registry().register(address());
    await().atMost(PATIENCE).until(() -> registry().list().contains(address()));
    registry().deregister(address());
    await().atMost(PATIENCE).until(() -> !registry().list().contains(address()));
  }

  @Test
  void registering_twice_lists_once() {
    registry().register(address());
    registry().register(address());
    await().atMost(PATIENCE).until(() -> registry().list().contains(address()));
    assertThat(registry().list()).containsOnlyOnce(address());
  }

  @Test
  void a_watcher_is_told_the_list_at_once_and_every_change_later() throws Exception {
    List<Set<String>> told = new CopyOnWriteArrayList<>();
    try (var watch = registry().watch(told::add)) {
      assertThat(watch).isNotNull();
      assertThat(told).hasSizeGreaterThanOrEqualTo(1);
      registry().register(address());
      await().atMost(PATIENCE).until(() -> last(told).contains(address()));
      registry().deregister(address());
      await().atMost(PATIENCE).until(() -> !last(told).contains(address()));
    }
  }

  @Test
  void a_closed_watcher_is_told_nothing() throws Exception {
    List<Set<String>> told = new CopyOnWriteArrayList<>();
    registry().watch(told::add).close();
    int before = told.size();
    registry().register(address());
    await().atMost(PATIENCE).until(() -> registry().list().contains(address()));
    assertThat(told).hasSize(before);
  }

  private static Set<String> last(List<Set<String>> told) {
    return told.get(told.size() - 1);
  }
}
