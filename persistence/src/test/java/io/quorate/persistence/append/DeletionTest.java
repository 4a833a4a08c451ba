package io.quorate.persistence.append;

import static io.quorate.persistence.append.LogFixture.open;
import static io.quorate.persistence.append.LogFixture.read;
import static io.quorate.persistence.append.LogFixture.segments;
import static io.quorate.persistence.append.LogFixture.write;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class DeletionTest {
  private static final String RECORD = "x".repeat(10_000);

  @TempDir Path directory;
  @TempDir Path copies;

  @Test
  void deleted_events_stay_deleted_and_their_numbers_taken_after_a_restart() throws IOException {
    try (var log = open(directory)) {
      write(log, "a", 1, "one", "two", "three");
      log.deleteTo("a", 2).join();
      assertThat(read(log, "a")).containsExactly("3:three");
      log.deleteTo("a", 1).join();
      write(log, "a", 4, "four");
    }
    try (var log = open(directory)) {
      assertThat(read(log, "a")).containsExactly("3:three", "4:four");
      log.deleteTo("a", Long.MAX_VALUE).join();
      assertThat(read(log, "a")).isEmpty();
    }
    try (var log = open(directory)) {
      assertThat(read(log, "a")).isEmpty();
      assertThat(log.highest("a")).isEqualTo(4);
    }
  }

  @Test
  void segments_without_live_events_are_given_back() throws IOException {
    try (var log = open(directory)) {
      writeMany(log, "a", 1, 60);
      assertThat(segments(directory).size()).isGreaterThan(8);
      log.deleteTo("a", 59).join();
      write(log, "b", 1, "one");
      assertThat(segments(directory)).hasSizeLessThanOrEqualTo(2);
      assertThat(read(log, "a")).hasSize(1);
    }
    try (var log = open(directory)) {
      assertThat(read(log, "a")).containsExactly("60:" + RECORD);
      assertThat(log.highest("a")).isEqualTo(60);
    }
  }

  @Test
  void the_highest_number_outlives_every_segment_that_told_it() throws IOException {
    try (var log = open(directory)) {
      write(log, "quiet", 1, "one", "two", "three");
      log.deleteTo("quiet", 3).join();
      for (int round = 0; round < 10; round++) {
        writeMany(log, "busy", round * 20 + 1, 20);
        log.deleteTo("busy", round * 20 + 20).join();
      }
      assertThat(log.segmentCount()).isLessThan(8);
    }
    for (int restart = 0; restart < 3; restart++) {
      try (var log = open(directory)) {
        assertThat(log.highest("quiet")).isEqualTo(3);
        assertThat(log.highest("busy")).isEqualTo(200);
        assertThat(read(log, "quiet")).isEmpty();
      }
    }
  }

  @Test
  void one_live_event_keeps_its_segment_and_no_other() throws IOException {
    try (var log = open(directory)) {
      writeMany(log, "a", 1, 12);
      write(log, "keeper", 1, "kept");
      writeMany(log, "a", 13, 40);
      log.deleteTo("a", 52).join();
      write(log, "a", 53, "last");
      assertThat(log.segmentCount()).isLessThanOrEqualTo(3);
    }
    try (var log = open(directory)) {
      assertThat(read(log, "keeper")).containsExactly("1:kept");
      assertThat(read(log, "a")).containsExactly("53:last");
    }
  }

  @Test
  void nothing_of_a_file_that_is_used_again_is_read_as_new() throws IOException {
    var crashed = copies.resolve("crashed");
    try (var log = open(directory)) {
      for (int round = 0; round < 20; round++) {
        writeMany(log, "a", round * 12 + 1, 12);
        log.deleteTo("a", round * 12 + 12).join();
      }
      try (var files = Files.list(directory)) {
        assertThat(files.map(file -> file.getFileName().toString()))
            .anyMatch(name -> name.startsWith("spare-"));
      }
      write(log, "a", 241, "newest");
      LogFixture.crash(directory, crashed);
    }
    for (var each : new Path[] {directory, crashed}) {
      try (var log = open(each)) {
        assertThat(log.tornTail()).isEmpty();
        assertThat(read(log, "a")).containsExactly("241:newest");
        assertThat(log.highest("a")).isEqualTo(241);
      }
    }
  }

  private static void writeMany(AppendLog log, String id, long first, int count) {
    for (int i = 0; i < count; i++) {
      write(log, id, first + i, RECORD);
    }
  }
}
