package io.quorate.engine.spi;

import io.quorate.engine.model.certificate.StableCheckpoint;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The application's state at stable checkpoints, durable. Called from the executor's thread, which
 * may block on it.
 */
public interface SnapshotStore {

  /**
   * Makes a snapshot durable and drops older ones. Chunks that the previous snapshot had need not
   * be written again.
   *
   * @throws IOException when it is not surely on disk; the previous snapshot stays good
   */
  void save(Snapshot snapshot) throws IOException;

  /**
   * The newest durable snapshot.
   *
   * @throws IOException when there is one and it is damaged
   */
  Optional<Snapshot> load() throws IOException;

  /** A state and its proof: the Merkle root of the chunks is in the checkpoint's header. */
  record Snapshot(StableCheckpoint checkpoint, List<Chunk> chunks) {
    public Snapshot {
      chunks = List.copyOf(chunks);
    }
  }
}
