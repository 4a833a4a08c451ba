package io.quorate.engine.spi;

/** What a registry tells those who watch it. */
public sealed interface RegistryEvent {

  /** This entry is new, or has replaced the one of the same address. */
  record Listed(PeerEntry entry) implements RegistryEvent {}

  /** The entry of this address is gone. */
  record Removed(String address) implements RegistryEvent {}

  /** The registry became good, or bad, or bad for another reason. */
  record ConditionChanged(PeerRegistry.Condition condition) implements RegistryEvent {}
}
