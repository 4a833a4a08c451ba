package io.quorate.engine.spi;

class InMemoryRegistryTest extends SharedRegistryContract {

  private final PeerList shared = new PeerList();
  private final PeerRegistry one = new InMemoryRegistry(shared);
  private final PeerRegistry other = new InMemoryRegistry(shared);

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
}
