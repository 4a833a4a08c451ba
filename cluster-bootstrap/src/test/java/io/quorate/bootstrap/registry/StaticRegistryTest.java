package io.quorate.bootstrap.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.spi.PeerEntry;
import io.quorate.engine.spi.PeerRegistry;
import io.quorate.engine.spi.PeerRegistryContract;
import java.util.List;
import org.junit.jupiter.api.Test;

class StaticRegistryTest extends PeerRegistryContract {

  private final StaticRegistry registry = new StaticRegistry(List.of("10.0.0.1:2551"));

  @Override
  protected PeerRegistry registry() {
    return registry;
  }

  @Override
  protected String address() {
    return "10.0.0.2:2551";
  }

  @Test
  void what_was_given_is_listed() {
    assertThat(registry.list()).containsExactly(PeerEntry.at("10.0.0.1:2551"));
  }
}
