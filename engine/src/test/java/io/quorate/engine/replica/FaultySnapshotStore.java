package io.quorate.engine.replica;

import io.quorate.engine.spi.SnapshotStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A snapshot store in memory whose disk may break. */
final class FaultySnapshotStore implements SnapshotStore {

  final List<Long> saved = new ArrayList<>();
  boolean broken;
  private Optional<Snapshot> newest = Optional.empty();

  @Override
  public void save(Snapshot snapshot) throws IOException {
    if (broken) {
      throw new IOException("the disk is full");
    }
    saved.add(snapshot.checkpoint().sequence().value());
    newest = Optional.of(snapshot);
  }

  @Override
  public Optional<Snapshot> load() {
    return newest;
  }
}
