package io.quorate.engine.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.spi.PeerEntry.Health;
import io.quorate.engine.spi.PeerEntry.Role;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every registry does besides that keeps whole entries for other processes to see. */
public abstract class SharedRegistryContract extends PeerRegistryContract {

  /** The registry of another process; the same during one test. */
  protected abstract PeerRegistry other();

  private PeerEntry entry(Health health, String announcement) {
    return new PeerEntry(address(), Role.VOTER, health, Optional.of(Bytes.utf8(announcement)));
  }

  @Test
  void another_process_sees_the_whole_entry_as_it_was_registered() {
    var entry = entry(Health.SERVING, "signed");
    registry().register(entry);
    await().atMost(PATIENCE).until(() -> other().list().contains(entry));
  }

  @Test
  void another_process_sees_that_health_and_announcement_change() {
    registry().register(entry(Health.SERVING, "signed"));
    await().atMost(PATIENCE).until(() -> isListed(other(), address()));
    var later = entry(Health.NOT_SERVING, "signed in the next incarnation");
    registry().register(later);
    await().atMost(PATIENCE).until(() -> other().list().contains(later));
    assertThat(other().list()).hasSize(1);
  }

  @Test
  void what_is_deregistered_is_gone_for_another_process_too() {
    registry().register(entry(Health.SERVING, "signed"));
    await().atMost(PATIENCE).until(() -> isListed(other(), address()));
    registry().deregister(address());
    await().atMost(PATIENCE).until(() -> other().list().isEmpty());
  }

  @Test
  void nobody_withdraws_what_another_process_has_registered() {
    registry().register(entry(Health.SERVING, "signed"));
    await().atMost(PATIENCE).until(() -> isListed(other(), address()));
    other().deregister(address());
    other().register(PeerEntry.at("10.9.9.9:1"));
    await().atMost(PATIENCE).until(() -> isListed(registry(), "10.9.9.9:1"));
    assertThat(isListed(registry(), address())).isTrue();
    assertThat(isListed(other(), address())).isTrue();
  }

  @Test
  void who_stops_is_withdrawn() {
    registry().register(entry(Health.SERVING, "signed"));
    await().atMost(PATIENCE).until(() -> isListed(other(), address()));
    registry().stop().toCompletableFuture().join();
    await().atMost(PATIENCE).until(() -> other().list().isEmpty());
  }
}
