package io.quorate.persistence.append;

import static io.quorate.persistence.append.LogFixture.crash;
import static io.quorate.persistence.append.LogFixture.entry;
import static io.quorate.persistence.append.LogFixture.indexOf;
import static io.quorate.persistence.append.LogFixture.last;
import static io.quorate.persistence.append.LogFixture.open;
import static io.quorate.persistence.append.LogFixture.patch;
import static io.quorate.persistence.append.LogFixture.read;
import static io.quorate.persistence.append.LogFixture.segments;
import static io.quorate.persistence.append.LogFixture.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.quorate.persistence.append.disk.FileDisk;
import io.quorate.persistence.append.error.CorruptLog;
import io.quorate.persistence.append.error.ForeignLog;
import io.quorate.persistence.append.segment.RecordHeader;
import io.quorate.persistence.append.segment.SegmentHead;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a crash leaves is cut and told; what was durable and is no longer readable is refused. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class DamageTest {
  @TempDir Path directory;
  @TempDir Path copies;
  private int copied;

  /** A crash behind three acknowledged writes; the last is still the end of the log. */
  private Path crashed() throws IOException {
    try (var log = open(directory)) {
      write(log, "a", 1, "one");
      write(log, "b", 1, "bee");
      write(log, "a", 2, "the last");
      return again(directory);
    }
  }

  private Path again(Path from) throws IOException {
    return crash(from, copies.resolve("copy" + copied++));
  }

  /** Where the last record starts and ends: EVENTS of "a" with one text of eight octets. */
  private static int[] lastRecord(Path crashed) throws IOException {
    int start = indexOf(last(crashed), "the last") - 1 - RecordHeader.SIZE - 4;
    return new int[] {start, start + RecordHeader.SIZE + RecordHeader.padded(1 + 4 + 8)};
  }

  @Test
  void a_last_record_torn_at_any_octet_is_cut_and_told() throws IOException {
    var crashed = crashed();
    var record = lastRecord(crashed);
    byte[] whole = Files.readAllBytes(last(crashed));
    for (int kept = record[0]; kept < record[1]; kept++) {
      byte[] zeroed = whole.clone();
      Arrays.fill(zeroed, kept, zeroed.length, (byte) 0);
      boolean same = Arrays.equals(zeroed, whole);
      Files.write(last(crashed), zeroed);
      var torn = again(crashed);
      try (var log = open(torn)) {
        assertThat(read(log, "a")).hasSize(same ? 2 : 1);
        assertThat(log.tornTail().isPresent()).isEqualTo(!same && kept > record[0] + 3);
        write(log, "a", log.highest("a") + 1, "next");
      }
      try (var log = open(torn)) {
        assertThat(read(log, "a")).last().asString().endsWith(":next");
        assertThat(read(log, "b")).containsExactly("1:bee");
        assertThat(log.tornTail()).isEmpty();
      }
    }
  }

  @Test
  void a_file_that_ends_within_the_last_record_is_a_torn_tail_too() throws IOException {
    var crashed = crashed();
    var record = lastRecord(crashed);
    byte[] whole = Files.readAllBytes(last(crashed));
    for (int kept = record[0]; kept < record[1] - 3; kept += 5) {
      Files.write(last(crashed), Arrays.copyOf(whole, kept));
      var torn = again(crashed);
      try (var log = open(torn)) {
        assertThat(read(log, "a")).containsExactly("1:one");
        write(log, "a", 2, "next");
      }
      assertThat(last(torn)).hasSize(LogFixture.SEGMENT);
    }
  }

  @Test
  void a_torn_tail_names_file_and_offset() throws IOException {
    var crashed = crashed();
    int start = lastRecord(crashed)[0];
    var file = last(crashed);
    patch(file, start + RecordHeader.SIZE + 6, new byte[] {'?'});
    try (var log = open(crashed)) {
      assertThat(log.tornTail())
          .hasValueSatisfying(
              torn -> {
                assertThat(torn.file()).isEqualTo(file);
                assertThat(torn.offset()).isEqualTo(start);
                assertThat(torn.dropped()).isEqualTo(RecordHeader.SIZE + 13);
              });
    }
  }

  @Test
  void a_flipped_octet_anywhere_is_detected_or_lies_in_the_last_group() throws IOException {
    var crashed = crashed();
    var file = last(crashed);
    var record = lastRecord(crashed);
    for (int at = SegmentHead.SIZE; at < record[1] + 64; at++) {
      LogFixture.flip(file, at);
      if (at < record[0]) {
        assertThatThrownBy(() -> open(crashed)).as("octet %d", at).isInstanceOf(CorruptLog.class);
      } else {
        try (var log = open(again(crashed))) {
          assertThat(read(log, "a")).hasSize(at < record[1] ? 1 : 2);
        }
      }
      LogFixture.flip(file, at);
    }
  }

  @Test
  void a_flipped_octet_anywhere_in_a_head_is_detected() throws IOException {
    var file = last(crashed());
    try (var opened = new FileDisk().readWrite(file)) {
      for (int at = 0; at < SegmentHead.SIZE; at++) {
        LogFixture.flip(file, at);
        assertThatThrownBy(() -> SegmentHead.read(file, opened))
            .as("octet %d", at)
            .isInstanceOf(CorruptLog.class);
        LogFixture.flip(file, at);
      }
      assertThat(SegmentHead.read(file, opened).identity()).isEqualTo("me");
    }
  }

  @Test
  void after_a_close_in_good_order_even_the_last_event_cannot_be_lost_unseen() throws IOException {
    crashed();
    int at = indexOf(last(directory), "the ");
    patch(last(directory), at, new byte[] {'T'});
    assertThatThrownBy(() -> open(directory))
        .asInstanceOf(type(CorruptLog.class))
        .satisfies(
            corrupt -> {
              assertThat(corrupt.file()).isEqualTo(last(directory).toString());
              assertThat(corrupt.offset()).isEqualTo(at - 1 - 4 - RecordHeader.SIZE);
            });
  }

  @Test
  void a_group_whose_first_half_did_not_reach_the_disk_is_a_torn_tail() throws IOException {
    Path crashed;
    try (var log = open(directory)) {
      write(log, "a", 1, "one");
      crashed = groupOfThree(log);
    }
    patch(last(crashed), indexOf(last(crashed), "QQ") - 45, new byte[45]);
    try (var log = open(crashed)) {
      assertThat(read(log, "a")).containsExactly("1:one");
      assertThat(log.tornTail()).isPresent();
      write(log, "b", 1, "QQQQ");
    }
    try (var log = open(crashed)) {
      assertThat(read(log, "a")).containsExactly("1:one");
      assertThat(read(log, "b")).containsExactly("1:QQQQ");
      assertThat(log.tornTail()).as("remains of the group that was cut").isEmpty();
    }
  }

  /** Writes until three records shared one force; the first of them is b's. */
  private Path groupOfThree(AppendLog log) throws IOException {
    var group = new GroupOnDisk(again(directory));
    group.write(List.of(entry("b", 1, "QQQQ"), entry("a", 2, "RRRR"), entry("a", 3, "SSSS")));
    assertThat(log.highest("b")).isZero();
    return group.directory();
  }

  @Test
  void a_damaged_record_in_a_completed_segment_is_refused() throws IOException {
    fill(200);
    var first = segments(directory).get(0);
    patch(first, LogFixture.SEGMENT - 3000, new byte[] {'?', '?'});
    assertThatThrownBy(() -> open(directory))
        .isInstanceOf(CorruptLog.class)
        .hasMessageContaining(first.toString());
  }

  @Test
  void a_missing_segment_is_refused() throws IOException {
    fill(200);
    Files.delete(segments(directory).get(1));
    assertThatThrownBy(() -> open(directory))
        .isInstanceOf(CorruptLog.class)
        .hasMessageContaining("records of a up to")
        .hasMessageContaining("are missing");
  }

  @Test
  void damage_met_by_a_replay_stops_the_writes_as_well() throws IOException {
    try (var log = open(directory)) {
      write(log, "a", 1, "one");
      write(log, "a", 2, "two");
      patch(last(directory), indexOf(last(directory), "wo"), new byte[] {'?'});
      assertThatThrownBy(() -> read(log, "a")).isInstanceOf(CorruptLog.class);
      assertThatThrownBy(() -> write(log, "a", 3, "three")).hasCauseInstanceOf(CorruptLog.class);
      assertThatThrownBy(() -> read(log, "b")).isInstanceOf(CorruptLog.class);
    }
  }

  @Test
  void a_log_of_a_later_format_is_refused() throws IOException {
    open(directory).close();
    byte[] octets = Files.readAllBytes(last(directory));
    octets[11] = 9;
    var crc = new CRC32C();
    crc.update(octets, 0, SegmentHead.SIZE - 4);
    ByteBuffer.wrap(octets).putInt(SegmentHead.SIZE - 4, (int) crc.getValue());
    Files.write(last(directory), octets);
    assertThatThrownBy(() -> open(directory))
        .isInstanceOf(ForeignLog.class)
        .hasMessageContaining("version 9");
  }

  private void fill(int records) throws IOException {
    try (var log = open(directory)) {
      for (int i = 1; i < records; i++) {
        var unused = log.append(entry("a", i, "x".repeat(1000)));
      }
      CompletableFuture<Void> all = log.append(entry("a", records, "end"));
      all.join();
    }
  }
}
