package io.quorate.engine.spi;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.spi.SnapshotStore.Snapshot;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** What every snapshot store does. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
public abstract class SnapshotStoreContract {

  /** The store as another life finds it; one that keeps nothing gives the same one again. */
  protected abstract SnapshotStore open();

  @Test
  void an_empty_store_has_no_snapshot() throws IOException {
    assertThat(open().load()).isEmpty();
  }

  @Test
  void what_was_saved_is_loaded() throws IOException {
    var snapshot = snapshot(64, chunk(1), chunk(2), chunk(1));
    open().save(snapshot);
    assertThat(open().load()).contains(snapshot);
  }

  @Test
  void the_newest_snapshot_is_loaded() throws IOException {
    var store = open();
    store.save(snapshot(64, chunk(1), chunk(2)));
    store.save(snapshot(128, chunk(1), chunk(3)));
    store.save(snapshot(192, chunk(3)));
    assertThat(open().load()).contains(snapshot(192, chunk(3)));
    assertThat(store.load()).contains(snapshot(192, chunk(3)));
  }

  @Test
  void a_state_without_chunks_is_a_state() throws IOException {
    open().save(snapshot(64));
    assertThat(open().load()).contains(snapshot(64));
  }

  @Test
  void chunks_of_all_sizes_come_back_in_order() throws IOException {
    var chunks =
        IntStream.of(0, 1, 4_096, 3 * 1024 * 1024, 17)
            .mapToObj(size -> Chunk.of(Records.octets(size, 7)))
            .toList();
    var snapshot = new Snapshot(Records.checkpoint(64), chunks);
    open().save(snapshot);
    assertThat(open().load()).contains(snapshot);
  }

  protected static Snapshot snapshot(long sequence, Chunk... chunks) {
    return new Snapshot(Records.checkpoint(sequence), List.of(chunks));
  }

  protected static Chunk chunk(int content) {
    return Chunk.of(Records.octets(1_000, content));
  }
}
