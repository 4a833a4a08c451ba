package io.quorate.persistence.append;

import static io.quorate.persistence.append.LogFixture.MARK;
import static io.quorate.persistence.append.LogFixture.entry;
import static io.quorate.persistence.append.LogFixture.killed;
import static io.quorate.persistence.append.LogFixture.last;
import static io.quorate.persistence.append.LogFixture.open;
import static io.quorate.persistence.append.LogFixture.read;
import static io.quorate.persistence.append.LogFixture.segments;
import static io.quorate.persistence.append.LogFixture.settings;
import static io.quorate.persistence.append.LogFixture.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.persistence.append.disk.FileDisk;
import io.quorate.persistence.append.error.CorruptLog;
import io.quorate.persistence.append.segment.SegmentHead;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was durable and is gone is told, and stays told; the end of a process loses nothing. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class LossTest {
  @TempDir Path directory;
  @TempDir Path copies;

  /** The process ended behind three acknowledged writes. */
  private Path killedBehindThree() throws IOException {
    try (var log = open(directory)) {
      write(log, "a", 1, "one");
      write(log, "b", 1, "bee");
      write(log, "a", 2, "two");
      return killed(directory, copies.resolve("killed"));
    }
  }

  private static void removeLog(Path of) throws IOException {
    for (var file : segments(of)) {
      Files.delete(file);
    }
  }

  @Test
  void the_end_of_the_process_at_any_write_loses_nothing() throws IOException {
    for (int writes = 0; writes < 30; writes++) {
      var home = copies.resolve("written" + writes);
      try (var log = open(directory)) {
        write(log, "a", log.highest("a") + 1, "x".repeat(writes * 500));
        killed(directory, home);
      }
      try (var log = open(home)) {
        assertThat(log.loss()).isEmpty();
        assertThat(read(log, "a")).hasSize(writes + 1);
      }
    }
  }

  @Test
  void an_emptied_journal_is_told_as_long_as_it_lives() throws IOException {
    var home = killedBehindThree();
    removeLog(home);
    try (var log = open(home)) {
      assertThat(log.loss()).contains("has no journal, which went up to byte");
      write(log, "a", 1, "anew");
    }
    try (var log = open(home)) {
      assertThat(log.loss()).contains("has no journal, which went up to byte");
      assertThat(read(log, "a")).containsExactly("1:anew");
    }
  }

  @Test
  void a_file_cut_anywhere_behind_its_head_is_told() throws IOException {
    var home = killedBehindThree();
    byte[] whole = Files.readAllBytes(last(home));
    for (int kept = SegmentHead.SIZE; kept < whole.length; kept += 1009) {
      var cut = killed(home, copies.resolve("cut" + kept));
      try (var file = new RandomAccessFile(last(cut).toFile(), "rw")) {
        file.setLength(kept);
      }
      try (var log = open(cut)) {
        assertThat(log.loss()).startsWith(last(cut).toString());
        write(log, "a", log.highest("a") + 1, "next");
      }
      try (var log = open(cut)) {
        assertThat(log.loss()).isNotEmpty();
      }
    }
  }

  @Test
  void a_durable_record_of_zeros_at_the_end_is_told_and_an_unfinished_one_is_not()
      throws IOException {
    var home = killedBehindThree();
    var unfinished = killed(home, copies.resolve("unfinished"));
    int end = LogFixture.indexOf(last(home), "wo") + 2;
    LogFixture.patch(last(unfinished), end, new byte[] {1, 2, 3});
    try (var log = open(unfinished)) {
      assertThat(log.tornTail()).isPresent();
      assertThat(log.loss()).isEmpty();
      assertThat(read(log, "a")).containsExactly("1:one", "2:two");
    }
    LogFixture.patch(last(home), end - 9, new byte[9]);
    try (var log = open(home)) {
      assertThat(log.loss()).contains("but the journal went up to byte");
    }
  }

  @Test
  void a_journal_whose_mark_is_gone_is_told() throws IOException {
    var home = killedBehindThree();
    Files.delete(home.resolve(MARK));
    try (var log = open(home)) {
      assertThat(log.loss()).contains("mark is gone");
    }
  }

  @Test
  void a_journal_that_never_took_a_record_needs_no_mark() throws IOException {
    open(directory).close();
    Files.delete(directory.resolve(MARK));
    try (var log = open(directory)) {
      assertThat(log.loss()).isEmpty();
    }
  }

  @Test
  void a_lost_end_whose_beginning_was_deleted_is_told_and_not_refused() throws IOException {
    try (var log = open(directory)) {
      for (int i = 1; i <= 200; i++) {
        write(log, "a", i, "x".repeat(1000));
      }
      log.deleteTo("a", 150).join();
      write(log, "b", 1, "the last");
      killed(directory, copies.resolve("deleted"));
    }
    var home = copies.resolve("deleted");
    Files.delete(last(home));
    try (var log = open(home)) {
      assertThat(log.loss()).isNotEmpty();
      write(log, "a", log.highest("a") + 1, "it goes on");
    }
  }

  @Test
  void a_damaged_mark_is_refused_and_half_a_damaged_one_is_not() throws IOException {
    var home = killedBehindThree();
    var mark = home.resolve(MARK);
    byte[] whole = Files.readAllBytes(mark);
    for (int half = 0; half < 2; half++) {
      Files.write(mark, whole);
      LogFixture.flip(mark, half * 4096 + 20);
      open(killed(home, copies.resolve("half" + half))).close();
    }
    LogFixture.flip(mark, 20);
    assertThatThrownBy(() -> open(home))
        .isInstanceOf(CorruptLog.class)
        .hasMessageContaining(mark.toString());
  }

  @Test
  void an_older_copy_of_all_data_is_told_by_the_witness_elsewhere() throws IOException {
    var home = killedBehindThree();
    var older = killed(home, copies.resolve("older"));
    var witness = Optional.of(copies.resolve("witness"));
    try (var log = AppendLog.open(settings(home, witness))) {
      assertThat(log.loss()).as("nothing is witnessed yet").isEmpty();
      write(log, "a", 3, "three");
    }
    try (var log = AppendLog.open(settings(home, witness))) {
      assertThat(log.loss()).isEmpty();
    }
    for (int i = 0; i < 2; i++) {
      try (var log = AppendLog.open(settings(older, witness))) {
        assertThat(log.loss()).contains("but the journal went up to byte");
      }
    }
    try (var log = AppendLog.open(settings(home, Optional.empty()))) {
      assertThat(log.loss()).isEmpty();
    }
  }

  @Test
  void a_witness_that_is_anothers_or_damaged_or_cannot_be_written_stops_nothing()
      throws IOException {
    var home = killedBehindThree();
    var witness = copies.resolve("witness");
    var others = new HighWater.Level(9, 5_000, HighWater.Level.ownerOf("other"), "");
    HighWater.begin(new FileDisk(), witness, others).close();
    try (var log = AppendLog.open(settings(home, Optional.of(witness)))) {
      assertThat(log.loss()).isEmpty();
    }
    Files.writeString(witness, "damaged");
    try (var log = AppendLog.open(settings(home, Optional.of(witness)))) {
      assertThat(log.loss()).isEmpty();
    }
    var nowhere = home.resolve(MARK).resolve("no folder");
    try (var log = AppendLog.open(settings(home, Optional.of(nowhere)))) {
      assertThat(log.loss()).isEmpty();
      write(log, "a", 3, "three");
    }
  }

  @Test
  void the_mark_is_forced_at_every_so_many_bytes() throws IOException {
    var disk = new FaultyDisk();
    var settings = settings(directory);
    try (var log = AppendLog.open(settings, disk)) {
      write(log, "a", 1, "x");
      int one = disk.forces.get();
      write(log, "a", 2, "x");
      assertThat(disk.forces.get() - one).as("a small write forces the log alone").isEqualTo(1);
      log.append(entry("a", 3, "x".repeat(61_000))).join();
      write(log, "a", 4, "x".repeat(1_000));
      assertThat(disk.forces.get() - one).as("a new segment forces the mark").isEqualTo(6);
    }
  }
}
