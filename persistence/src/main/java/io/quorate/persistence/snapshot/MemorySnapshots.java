package io.quorate.persistence.snapshot;

import io.quorate.engine.spi.SnapshotStore;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** The newest snapshot, for as long as the process lives. */
public final class MemorySnapshots implements SnapshotStore {

  private final AtomicReference<Snapshot> newest = new AtomicReference<>();

  @Override
  public void save(Snapshot snapshot) {
    newest.set(snapshot);
  }

  @Override
  public Optional<Snapshot> load() {
    return Optional.ofNullable(newest.get());
  }
}
