package io.quorate.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/**
 * What people do to a replica's data. It must not vote without the memory of its promises: it
 * follows, and says why. Each test begins with the same sound data of one replica; putting back
 * what a learner began with is no loss, for it promised nothing meanwhile.
 */
@RealProcesses
@DisplayNameGeneration(ReplaceUnderscores.class)
class LostMemoryTest {

  private static final int DAMAGED = 2;
  private static final int TRIED = 1;
  private static final int WRITES = 60;

  private static RealGroup group;
  private static Path sound;

  @BeforeAll
  static void start() throws IOException {
    group = RealGroup.ordinary();
    group.start();
    write("first");
    group.replica(DAMAGED).stop();
    sound = group.root().resolve("sound");
    copy(group.replica(DAMAGED).data(), sound);
    Files.copy(witness(), group.root().resolve("sound.mark"));
  }

  @AfterAll
  static void stop() throws IOException {
    group.close();
  }

  private static void write(String prefix) {
    for (int i = 0; i < WRITES; i++) {
      group.awaitWrite(0, prefix + i);
    }
  }

  @Test
  void one_whose_journal_folder_was_emptied_follows_and_says_why() throws IOException {
    restore();
    try (var files = Files.list(journal())) {
      for (var file : files.toList()) {
        Files.delete(file);
      }
    }
    assertLearns("has no journal, which went up to byte");
  }

  @Test
  void one_whose_journal_was_cut_to_half_follows_and_says_why() throws IOException {
    restore();
    try (var files = Files.list(journal())) {
      var segment = files.filter(file -> file.toString().endsWith(".log")).findFirst();
      try (var file = new RandomAccessFile(segment.orElseThrow().toFile(), "rw")) {
        file.setLength(file.length() / 2);
      }
    }
    assertLearns("bytes and was made with");
  }

  @Test
  void one_whose_data_is_an_older_copy_follows_and_says_why() throws IOException {
    restore();
    group.replica(DAMAGED).start();
    RealGroup.awaitThat("it agrees", () -> group.gateway(DAMAGED).is("agreeing"));
    write("later");
    group.replica(DAMAGED).stop();
    remove(group.replica(DAMAGED).data());
    copy(sound, group.replica(DAMAGED).data());
    assertLearns("but the journal went up to byte");
  }

  /** What its process notes when it ends, as it would stand there after three ends. */
  @Test
  void one_that_ended_three_times_at_one_slot_serves_its_status_until_it_is_stopped_in_order()
      throws IOException {
    var replica = group.replica(TRIED);
    replica.stop();
    var page = ByteBuffer.allocate(24).putLong(70).putInt(2).putInt(2).putLong(70).flip();
    try (var file = new RandomAccessFile(replica.data().resolve("attempts").toFile(), "rw")) {
      file.write(page.array());
    }
    replica.start();
    RealGroup.awaitThat("it is halted", () -> group.gateway(TRIED).is("halted"));
    var hint = group.gateway(TRIED).status().orElseThrow().path("stuck").path("hint").asText();
    assertTrue(hint.contains("executed slot 70"), hint);
    assertEquals(503, group.gateway(TRIED).live().statusCode());
    assertEquals(503, group.gateway(TRIED).put("not", "here").statusCode());
    replica.stop();
    replica.start();
    RealGroup.awaitThat("it agrees", () -> group.gateway(TRIED).is("agreeing"));
  }

  /** Twice, for a verdict stays. */
  private static void assertLearns(String why) {
    for (int i = 0; i < 2; i++) {
      group.replica(DAMAGED).start();
      RealGroup.awaitThat("it learns", () -> group.gateway(DAMAGED).is("learning"));
      var hint = group.gateway(DAMAGED).status().orElseThrow().path("stuck").path("hint").asText();
      assertTrue(hint.contains(why), "it says: " + hint);
      group.awaitWrite(0, "followed");
      group.awaitEqual();
      assertEquals("learning", group.gateway(DAMAGED).status().orElseThrow().path("mode").asText());
      group.replica(DAMAGED).stop();
    }
  }

  private static Path journal() {
    return group.replica(DAMAGED).data().resolve("journal");
  }

  private static void restore() throws IOException {
    remove(group.replica(DAMAGED).data());
    copy(sound, group.replica(DAMAGED).data());
    Files.copy(group.root().resolve("sound.mark"), witness(), StandardCopyOption.REPLACE_EXISTING);
  }

  /** Beside the data: it is not in a copy of the data. */
  private static Path witness() {
    return group.replica(DAMAGED).home().resolve("data.mark");
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (var file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file)));
      }
    }
  }

  private static void remove(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
