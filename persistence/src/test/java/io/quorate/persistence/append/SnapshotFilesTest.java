package io.quorate.persistence.append;

import static io.quorate.persistence.append.LogFixture.octets;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SnapshotFilesTest {
  @TempDir Path directory;
  private SnapshotFiles files;

  @BeforeEach
  void open() throws IOException {
    files = SnapshotFiles.open(new SnapshotSettings(directory, "me"), new FileDisk());
  }

  @AfterEach
  void close() throws IOException {
    files.close();
  }

  private void save(String id, long sequence, String text) throws IOException {
    files.save(
        SnapshotName.of(id, sequence, sequence * 10),
        new SnapshotFiles.Content(id, 7, "manifest", octets(text)));
  }

  private String newest(String id) throws IOException {
    var content = files.load(files.newest(id, name -> true).orElseThrow());
    assertThat(content.persistenceId()).isEqualTo(id);
    assertThat(content.serializer()).isEqualTo(7);
    assertThat(content.manifest()).isEqualTo("manifest");
    return StandardCharsets.UTF_8.decode(content.octets()).toString();
  }

  @Test
  void the_newest_by_number_is_loaded_whatever_its_name_sorts_like() throws IOException {
    save("a", 9, "nine");
    save("a", 10, "ten");
    save("a|b~/c", 3, "odd name");
    save("long" + "\u00e4".repeat(200), 4, "long name");
    assertThat(newest("a")).isEqualTo("ten");
    assertThat(newest("a|b~/c")).isEqualTo("odd name");
    assertThat(newest("long" + "\u00e4".repeat(200))).isEqualTo("long name");
    assertThat(files.newest("nobody", name -> true)).isEmpty();
  }

  @Test
  void a_damaged_newest_snapshot_is_an_error_and_not_the_older_one() throws IOException {
    save("a", 1, "older");
    save("a", 2, "newest");
    var file = directory.resolve(SnapshotName.of("a", 2, 20).fileName());
    for (int at = 0; at < Files.size(file); at++) {
      LogFixture.flip(file, at);
      assertThatThrownBy(() -> newest("a")).isInstanceOf(SnapshotDamaged.class);
      LogFixture.flip(file, at);
    }
    Files.write(file, new byte[2]);
    assertThatThrownBy(() -> newest("a")).isInstanceOf(SnapshotDamaged.class);
  }

  @Test
  void deleting_leaves_what_was_not_named() throws IOException {
    save("a", 1, "one");
    save("a", 2, "two");
    save("b", 1, "other");
    files.delete("a", name -> name.sequence() == 2);
    assertThat(newest("a")).isEqualTo("one");
    files.delete("a", name -> true);
    assertThat(files.newest("a", name -> true)).isEmpty();
    assertThat(newest("b")).isEqualTo("other");
  }

  @Test
  void what_a_crash_left_unfinished_is_removed() throws IOException {
    save("a", 1, "one");
    files.close();
    Files.write(directory.resolve("a~2~20.snapshot.tmp"), new byte[10]);
    open();
    assertThat(newest("a")).isEqualTo("one");
    assertThat(directory.resolve("a~2~20.snapshot.tmp")).doesNotExist();
  }

  @Test
  void the_snapshot_of_another_identity_is_refused() throws IOException {
    save("a", 1, "one");
    files.close();
    files = SnapshotFiles.open(new SnapshotSettings(directory, "other"), new FileDisk());
    assertThatThrownBy(() -> newest("a")).isInstanceOf(ForeignLog.class);
  }

  @Test
  void a_second_opener_is_refused() {
    assertThatThrownBy(this::open).isInstanceOf(LogInUse.class);
  }
}
