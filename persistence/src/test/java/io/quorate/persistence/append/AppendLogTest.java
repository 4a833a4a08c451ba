package io.quorate.persistence.append;

import static io.quorate.persistence.append.LogFixture.entry;
import static io.quorate.persistence.append.LogFixture.open;
import static io.quorate.persistence.append.LogFixture.read;
import static io.quorate.persistence.append.LogFixture.segments;
import static io.quorate.persistence.append.LogFixture.settings;
import static io.quorate.persistence.append.LogFixture.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.persistence.append.disk.LogSettings;
import io.quorate.persistence.append.error.ForeignLog;
import io.quorate.persistence.append.error.LogInUse;
import io.quorate.persistence.append.error.LogOverloaded;
import io.quorate.persistence.append.error.LogWriteFailed;
import io.quorate.persistence.append.error.RecordRefused;
import io.quorate.persistence.append.segment.SegmentHead;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class AppendLogTest {
  @TempDir Path directory;

  @Test
  void what_was_written_is_read_back_after_a_restart() throws IOException {
    try (var log = open(directory)) {
      write(log, "a", 1, "one");
      write(log, "b", 1, "eins", "zwei");
      write(log, "a", 2, "", "three");
    }
    try (var log = open(directory)) {
      assertThat(read(log, "a")).containsExactly("1:one", "2:", "3:three");
      assertThat(read(log, "b")).containsExactly("1:eins", "2:zwei");
      assertThat(log.highest("a")).isEqualTo(3);
      assertThat(log.highest("nobody")).isZero();
      assertThat(log.tornTail()).isEmpty();
    }
  }

  @Test
  void a_replay_keeps_to_its_range_and_count() throws IOException {
    try (var log = open(directory)) {
      write(log, "a", 1, "1", "2", "3", "4", "5");
      write(log, "a", 6, "6");
      assertThat(read(log, "a", 2, 4, 99)).containsExactly("2:2", "3:3", "4:4");
      assertThat(read(log, "a", 4, 99, 2)).containsExactly("4:4", "5:5");
      assertThat(read(log, "a", 7, 99, 9)).isEmpty();
    }
  }

  @Test
  void writes_that_wait_together_are_all_kept_in_order() throws IOException {
    var durable = new ArrayList<CompletableFuture<Void>>();
    try (var log = open(directory)) {
      for (int i = 1; i <= 2000; i++) {
        durable.add(log.append(entry(i % 2 == 0 ? "even" : "odd", (i + 1) / 2, "event " + i)));
      }
      durable.forEach(CompletableFuture::join);
      assertThat(read(log, "odd")).hasSize(1000).startsWith("1:event 1", "2:event 3");
    }
    try (var log = open(directory)) {
      assertThat(read(log, "even")).hasSize(1000).endsWith("999:event 1998", "1000:event 2000");
    }
  }

  @Test
  void the_log_rolls_over_to_further_segments() throws IOException {
    var text = "x".repeat(1000);
    try (var log = open(directory)) {
      for (int i = 1; i <= 300; i++) {
        write(log, "a", i, text + i);
      }
      assertThat(segments(directory).size()).isGreaterThan(4);
    }
    try (var log = open(directory)) {
      assertThat(read(log, "a")).hasSize(300).endsWith("300:" + text + 300);
      write(log, "a", 301, "next");
      assertThat(read(log, "a", 300, 400, 9)).hasSize(2);
    }
  }

  @Test
  void a_record_as_large_as_a_segment_fits_and_a_larger_one_is_refused() throws IOException {
    int most = LogFixture.SEGMENT - SegmentHead.SIZE - 200;
    try (var log = open(directory)) {
      write(log, "a", 1, "x".repeat(most));
      write(log, "a", 2, "y".repeat(most));
      var larger = log.append(entry("a", 3, "z".repeat(LogFixture.SEGMENT)));
      assertThatThrownBy(larger::join).hasCauseInstanceOf(RecordRefused.class);
      write(log, "a", 3, "small");
      assertThat(read(log, "a")).hasSize(3);
    }
  }

  @Test
  void a_record_larger_than_any_buffer_is_read_back() throws IOException {
    var roomy =
        new LogSettings(
            directory,
            directory.resolve(LogFixture.MARK),
            Optional.empty(),
            "me",
            8 << 20,
            2,
            1 << 20);
    var large = "x".repeat(3 << 20);
    try (var log = AppendLog.open(roomy)) {
      write(log, "a", 1, "small", large, "small");
    }
    try (var log = AppendLog.open(roomy)) {
      assertThat(read(log, "a")).containsExactly("1:small", "2:" + large, "3:small");
    }
  }

  @Test
  void a_number_that_was_written_is_never_written_again() throws IOException {
    try (var log = open(directory)) {
      write(log, "a", 1, "one", "two");
      assertThatThrownBy(() -> write(log, "a", 2, "other"))
          .isInstanceOf(CompletionException.class)
          .hasCauseInstanceOf(RecordRefused.class)
          .hasMessageContaining("a wrote sequence number 2 after 2");
      write(log, "a", 3, "three");
    }
  }

  @Test
  void a_full_queue_refuses_but_lets_a_large_write_pass_alone() throws IOException {
    var queue = new WriteQueue(1000);
    queue.add(new WriteQueue.Delete("a", 1, new CompletableFuture<>()));
    var large = new WriteQueue.Append(entry("a", 1, "x"), 5000, new CompletableFuture<>());
    assertThatThrownBy(() -> queue.add(large)).isInstanceOf(LogOverloaded.class);
    new WriteQueue(1000).add(large);
  }

  @Test
  void another_identity_is_refused_by_name() throws IOException {
    open(directory).close();
    var other =
        new LogSettings(
            directory,
            directory.resolve(LogFixture.MARK),
            Optional.empty(),
            "somebody else",
            LogFixture.SEGMENT,
            2,
            1 << 20);
    assertThatThrownBy(() -> AppendLog.open(other))
        .isInstanceOf(ForeignLog.class)
        .hasMessageContaining("\"me\"")
        .hasMessageContaining("\"somebody else\"");
    open(directory).close();
  }

  @Test
  void a_second_opener_of_this_process_is_refused_and_the_first_keeps_its_lock()
      throws IOException {
    try (var log = open(directory)) {
      assertThatThrownBy(() -> AppendLog.open(settings(directory)))
          .isInstanceOf(LogInUse.class)
          .hasMessageContaining("pid " + ProcessHandle.current().pid());
      write(log, "a", 1, "one");
    }
    open(directory).close();
  }

  @Test
  void a_closed_log_refuses_writes() throws IOException {
    var log = open(directory);
    log.close();
    assertThatThrownBy(() -> write(log, "a", 1, "one")).hasCauseInstanceOf(LogWriteFailed.class);
  }

  @Test
  void a_hundred_thousand_records_are_written_and_read_back() throws IOException {
    var large =
        new LogSettings(
            directory,
            directory.resolve(LogFixture.MARK),
            Optional.empty(),
            "me",
            4 << 20,
            2,
            64 << 20);
    var durable = new ArrayList<CompletableFuture<Void>>();
    try (var log = AppendLog.open(large)) {
      for (int i = 1; i <= 100_000; i++) {
        durable.add(log.append(entry("p" + i % 10, (i - 1) / 10 + 1, "event number " + i)));
      }
      durable.forEach(CompletableFuture::join);
    }
    try (var log = AppendLog.open(large)) {
      for (int p = 0; p < 10; p++) {
        assertThat(read(log, "p" + p)).hasSize(10_000);
      }
      assertThat(read(log, "p0", 10_000, 10_000, 1)).containsExactly("10000:event number 100000");
    }
  }
}
