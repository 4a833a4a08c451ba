package io.quorate.persistence.snapshot;

import io.quorate.engine.spi.SnapshotStore;
import io.quorate.engine.spi.SnapshotStoreContract;

class MemorySnapshotsTest extends SnapshotStoreContract {
  private final MemorySnapshots store = new MemorySnapshots();

  @Override
  protected SnapshotStore open() {
    return store;
  }
}
