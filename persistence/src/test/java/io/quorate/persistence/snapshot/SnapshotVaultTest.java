package io.quorate.persistence.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.engine.spi.Chunk;
import io.quorate.engine.spi.SnapshotStoreContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotVaultTest extends SnapshotStoreContract {
  private static final FileTime LONG_AGO = FileTime.fromMillis(1_000_000);

  @TempDir Path parent;

  @Override
  protected SnapshotVault open() {
    return new SnapshotVault(directory(), "cluster-1/replica-2/1");
  }

  private Path directory() {
    return parent.resolve("data").resolve("state");
  }

  private Path fileOf(Chunk chunk) {
    return directory().resolve(chunk.digest().toHex() + ".chunk");
  }

  private List<String> names() throws IOException {
    try (var files = Files.list(directory())) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void a_chunk_that_did_not_change_is_not_written_again() throws IOException {
    var vault = open();
    vault.save(snapshot(64, chunk(1), chunk(2)));
    Files.setLastModifiedTime(fileOf(chunk(1)), LONG_AGO);
    vault.save(snapshot(128, chunk(1), chunk(3)));
    assertThat(Files.getLastModifiedTime(fileOf(chunk(1)))).isEqualTo(LONG_AGO);
  }

  @Test
  void a_chunk_that_was_loaded_is_not_written_again() throws IOException {
    open().save(snapshot(64, chunk(1)));
    Files.setLastModifiedTime(fileOf(chunk(1)), LONG_AGO);
    var later = open();
    later.load();
    later.save(snapshot(128, chunk(1)));
    assertThat(Files.getLastModifiedTime(fileOf(chunk(1)))).isEqualTo(LONG_AGO);
  }

  @Test
  void only_the_newest_snapshot_stays_on_disk() throws IOException {
    var vault = open();
    vault.save(snapshot(64, chunk(1), chunk(2)));
    vault.save(snapshot(128, chunk(3)));
    assertThat(names())
        .containsExactlyInAnyOrder(fileOf(chunk(3)).getFileName().toString(), "manifest");
  }

  @Test
  void files_of_others_are_left_alone() throws IOException {
    open().save(snapshot(64, chunk(1)));
    Files.writeString(directory().resolve("note.txt"), "of the operator");
    open().save(snapshot(128, chunk(2)));
    assertThat(names()).contains("note.txt");
  }

  @Test
  void a_damaged_chunk_is_refused_by_name() throws IOException {
    open().save(snapshot(64, chunk(1), chunk(2)));
    flipOctetOf(fileOf(chunk(2)));
    assertThatThrownBy(() -> open().load())
        .isInstanceOf(SnapshotRefused.class)
        .hasMessageContaining(fileOf(chunk(2)).toString());
  }

  @Test
  void a_missing_chunk_is_refused_by_name() throws IOException {
    open().save(snapshot(64, chunk(1), chunk(2)));
    Files.delete(fileOf(chunk(1)));
    assertThatThrownBy(() -> open().load())
        .isInstanceOf(SnapshotRefused.class)
        .hasMessageContaining(fileOf(chunk(1)).toString())
        .hasMessageContaining("missing");
  }

  @Test
  void a_manifest_damaged_anywhere_is_refused() throws IOException {
    open().save(snapshot(64, chunk(1)));
    var manifest = directory().resolve("manifest");
    byte[] good = Files.readAllBytes(manifest);
    for (int i = 0; i < good.length; i++) {
      byte[] bad = good.clone();
      bad[i] ^= 0x10;
      Files.write(manifest, bad);
      assertThatThrownBy(() -> open().load()).hasMessageContaining(manifest.toString());
    }
  }

  @Test
  void a_manifest_cut_anywhere_is_refused() throws IOException {
    open().save(snapshot(64, chunk(1)));
    var manifest = directory().resolve("manifest");
    byte[] good = Files.readAllBytes(manifest);
    for (int length = 0; length < good.length; length++) {
      Files.write(manifest, java.util.Arrays.copyOf(good, length));
      assertThatThrownBy(() -> open().load()).hasMessageContaining(manifest.toString());
    }
  }

  @Test
  void the_next_save_repairs_a_damaged_chunk() throws IOException {
    open().save(snapshot(64, chunk(1), chunk(2)));
    flipOctetOf(fileOf(chunk(2)));
    var vault = open();
    assertThatThrownBy(vault::load).isInstanceOf(SnapshotRefused.class);
    vault.save(snapshot(64, chunk(1), chunk(2)));
    assertThat(open().load()).contains(snapshot(64, chunk(1), chunk(2)));
  }

  @Test
  void when_a_save_fails_the_snapshot_before_it_stays_good() throws IOException {
    var vault = open();
    vault.save(snapshot(64, chunk(1)));
    Files.createDirectory(directory().resolve("manifest.tmp"));
    assertThatThrownBy(() -> vault.save(snapshot(128, chunk(2)))).isInstanceOf(IOException.class);
    assertThat(vault.load()).contains(snapshot(64, chunk(1)));
    assertThat(open().load()).contains(snapshot(64, chunk(1)));
  }

  @Test
  void what_a_crash_left_unfinished_is_ignored_and_removed() throws IOException {
    open().save(snapshot(64, chunk(1)));
    Files.writeString(directory().resolve("manifest.tmp"), "half a mani");
    Files.writeString(directory().resolve(chunk(9).digest().toHex() + ".chunk.tmp"), "hal");
    assertThat(open().load()).contains(snapshot(64, chunk(1)));
    open().save(snapshot(128, chunk(1)));
    assertThat(names())
        .containsExactlyInAnyOrder(fileOf(chunk(1)).getFileName().toString(), "manifest");
  }

  @Test
  void the_state_of_another_replica_is_refused_and_both_are_named() throws IOException {
    open().save(snapshot(64, chunk(1)));
    var other = new SnapshotVault(directory(), "cluster-1/replica-3/1");
    assertThatThrownBy(other::load)
        .isInstanceOf(SnapshotRefused.class)
        .hasMessageContaining("cluster-1/replica-2/1")
        .hasMessageContaining("cluster-1/replica-3/1");
  }

  private static void flipOctetOf(Path file) throws IOException {
    byte[] octets = Files.readAllBytes(file);
    octets[octets.length / 2] ^= 1;
    Files.write(file, octets);
  }
}
