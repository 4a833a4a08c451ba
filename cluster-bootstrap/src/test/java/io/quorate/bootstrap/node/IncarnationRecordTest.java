package io.quorate.bootstrap.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.quorate.bootstrap.TestGroup;
import io.quorate.engine.crypto.SignatureScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may vote from what a data directory holds. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class IncarnationRecordTest {

  @TempDir Path directory;

  private final TestGroup group = TestGroup.of(4, SignatureScheme.ED25519);
  private Path data;

  @BeforeEach
  void found() throws IOException {
    data = directory.resolve("data");
    DataDirectory.found(data);
  }

  private IncarnationRecord start() {
    var own =
        """
        quorate.replica.index = 2
        quorate.persistence.append.journal.segment-size = 64 KiB
        """;
    var config = ConfigFactory.load(ConfigFactory.parseString(own));
    try (var opened = DataDirectory.open(NodeSettings.from(config, directory), group.genesis())) {
      return opened.incarnationRecord();
    }
  }

  private static void remove(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Test
  void lives_are_counted_and_what_was_founded_is_whole() {
    assertThat(start())
        .isEqualTo(new IncarnationRecord(1, IncarnationRecord.Memory.WHOLE, "embedded"));
    assertThat(start())
        .isEqualTo(new IncarnationRecord(2, IncarnationRecord.Memory.WHOLE, "embedded"));
  }

  /** At each of its steps: the life is written, the journal is made, the mark of it is made. */
  @Test
  void a_replica_killed_in_its_first_start_has_lost_nothing() throws IOException {
    assertThat(IncarnationRecord.next(data, "embedded", false).isNew())
        .as("killed before")
        .isTrue();
    assertThat(IncarnationRecord.next(data, "embedded", false).isNew()).as("killed again").isTrue();
    Files.createDirectories(data.resolve("journal"));
    assertThat(start().isLost()).as("an empty folder").isFalse();
    remove(data);
    found();
    start();
    Files.writeString(data.resolve("life"), "incarnation 1 new in embedded\n");
    assertThat(start().isLost()).as("a journal that was begun").isFalse();
    Files.writeString(data.resolve("life"), "incarnation 1 new in embedded\n");
    Files.delete(data.resolve("journal.mark"));
    assertThat(start().isLost()).as("a journal without its mark").isFalse();
  }

  @Test
  void a_journal_that_is_gone_with_its_mark_is_lost_for_good() throws IOException {
    start();
    remove(data.resolve("journal"));
    Files.delete(data.resolve("journal.mark"));
    assertThat(start().isLost()).isTrue();
    assertThat(start().isLost()).isTrue();
  }

  @Test
  void a_directory_without_a_life_or_with_a_life_in_another_journal_is_lost() throws IOException {
    start();
    Files.writeString(data.resolve("life"), "incarnation 1 whole in postgresql\n");
    assertThat(start().isLost()).isTrue();
    Files.delete(data.resolve("life"));
    assertThat(start().isLost()).isTrue();
  }

  @Test
  void what_cannot_be_written_is_told_with_its_path_and_the_reason() throws IOException {
    remove(data);
    Files.writeString(data, "a file");
    assertThatThrownBy(this::start)
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining(data.toString())
        .hasMessageContaining("FileAlreadyExists");
  }
}
