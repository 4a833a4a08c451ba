package io.quorate.cluster;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Always one replica of four, so that the others go on. */
@RealProcesses
@DisplayNameGeneration(ReplaceUnderscores.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DamageTest {

  private static final int WRITES = 300;
  private static final int UNFINISHED = 8;

  private static RealGroup group;
  private static Load load;

  @BeforeAll
  static void start() {
    group = RealGroup.ordinary();
    group.start();
    load = Load.through(IntStream.range(0, 4).mapToObj(group::gateway).toList(), 1);
    RealGroup.awaitThat("something to damage", () -> load.count() >= WRITES);
    load.close();
    group.awaitEqual();
  }

  @AfterAll
  static void stop() throws IOException {
    group.close();
  }

  @Test
  @Order(1)
  void a_replica_that_died_within_a_write_starts_and_catches_up() throws IOException {
    var replica = group.replica(1);
    replica.kill();
    var segment = fullestSegment(replica.data());
    try (var file = new RandomAccessFile(segment.toFile(), "rw")) {
      file.seek(written(segment) + UNFINISHED - written(segment) % UNFINISHED);
      file.write("half of a record".getBytes(US_ASCII));
    }
    group.awaitWrite(0, "while-1-is-down");
    replica.start();
    RealGroup.measured("with a torn tail it started and caught up in", group.awaitEqual());
    assertEquals("after", group.gateway(1).getStale("while-1-is-down").body());
    assertEquals(List.of(), load.lostBy(group.gateway(1)));
  }

  @Test
  @Order(2)
  void a_replica_without_its_data_follows_as_a_learner_and_says_why() throws IOException {
    var replica = group.replica(2);
    replica.stop();
    removeAll(replica.data());
    group.awaitWrite(0, "while-2-is-down");
    replica.start();
    RealGroup.awaitThat("it learns", () -> group.gateway(2).is("learning"));
    RealGroup.measured("without data it caught up in", group.awaitEqual());
    assertEquals("after", group.gateway(2).getStale("while-2-is-down").body());
    assertEquals(List.of(), load.lostBy(group.gateway(2)));
    assertTrue(replica.says("its disk was lost"), "the log says why");
    RealGroup.awaitThat("a write is followed", () -> followed());
    assertTrue(group.gateway(2).is("learning"), "it stays a learner");
  }

  private static boolean followed() {
    group.awaitWrite(0, "followed");
    group.awaitEqual();
    return true;
  }

  /** The last, for it is never made good: with a learner too, three must agree without it. */
  @Test
  @Order(3)
  void a_replica_with_a_damaged_journal_says_so_and_stays_out() throws IOException {
    var replica = group.replica(3);
    replica.stop();
    flipInTheMiddle(fullestSegment(replica.data()));
    replica.start();
    RealGroup.awaitThat("it says so", () -> group.gateway(3).is("halted") || !replica.isAlive());
    var stuck =
        group.gateway(3).status().map(s -> s.path("stuck").path("hint").asText()).orElse("");
    assertTrue(stuck.startsWith("the journal is damaged in /"), "damage is told as: " + stuck);
    assertTrue(stuck.contains(" at byte ") && stuck.contains("Check the disk"), stuck);
    assertEquals(503, group.gateway(3).live().statusCode());
  }

  private static void flipInTheMiddle(Path segment) throws IOException {
    long middle = written(segment) / 2;
    try (var file = new RandomAccessFile(segment.toFile(), "rw")) {
      file.seek(middle);
      int octet = file.read();
      file.seek(middle);
      file.write(octet ^ 0x40);
    }
  }

  /** Segments are made in advance and full of zeros: the octets up to the last that is none. */
  private static long written(Path segment) throws IOException {
    byte[] octets = Files.readAllBytes(segment);
    int end = octets.length;
    while (end > 0 && octets[end - 1] == 0) {
      end--;
    }
    return end;
  }

  private static Path fullestSegment(Path data) throws IOException {
    try (var files = Files.walk(data.resolve("journal"))) {
      Path fullest = null;
      for (var file : files.filter(Files::isRegularFile).toList()) {
        if (fullest == null || written(file) > written(fullest)) {
          fullest = file;
        }
      }
      return fullest;
    }
  }

  private static void removeAll(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
