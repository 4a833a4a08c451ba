package io.quorate.persistence.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.spi.CommitLog;
import io.quorate.engine.spi.Records;
import io.quorate.engine.spi.VoteLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Four mebibytes pass through logs that are trimmed; a few segments of 64 KiB must do. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class JournalSpaceTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int SLOTS = 256;
  private static final int INTERVAL = 16;
  private static final int OCTETS = 16_000;
  private static final int FEW_SEGMENTS = 12;

  private static final JournalSettings SMALL_EVENTS =
      new JournalSettings(JournalSettings.Plugin.EMBEDDED, 4_096, 40_000, 50_000_000);

  @TempDir Path directory;
  private ActorTestKit node;

  @BeforeEach
  void start() {
    node =
        ActorTestKit.create(
            "space", ConfigFactory.load(EmbeddedNode.settings(directory, "64 KiB")));
  }

  @AfterEach
  void stop() {
    node.shutdownTestKit();
  }

  @Test
  void a_vote_log_that_is_trimmed_gives_its_disk_back() {
    var log = node.spawn(VoteJournal.create("votes", EmbeddedNode.SETTINGS));
    var recorded = node.<VoteLog.Recorded>createTestProbe();
    for (int n = 1; n <= SLOTS; n++) {
      var fact = Records.promised(n, Records.octets(OCTETS, n));
      log.tell(new VoteLog.Append(List.of(fact, Records.entered(n)), recorded.ref()));
      recorded.expectMessage(PATIENCE, VoteLog.Recorded.DURABLE);
      if (n % INTERVAL == 0) {
        log.tell(new VoteLog.Trim(new SequenceNumber(n)));
      }
    }
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(segments()).isLessThan(FEW_SEGMENTS));
  }

  @Test
  void a_commit_log_that_is_trimmed_gives_its_disk_back() {
    var log = node.spawn(CommitJournal.create("commits", SMALL_EVENTS));
    for (int n = 1; n <= SLOTS; n++) {
      log.tell(new CommitLog.Append(List.of(Records.decision(n, Records.octets(OCTETS, n)))));
    }
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(segments()).isGreaterThan(50));
    log.tell(new CommitLog.Trim(new SequenceNumber(SLOTS)));
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(segments()).isLessThan(FEW_SEGMENTS));
  }

  private long segments() {
    try (var files = Files.list(directory.resolve("journal"))) {
      return files.filter(file -> file.toString().endsWith(".log")).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
