package io.quorate.persistence.append;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.quorate.persistence.append.error.CorruptLog;
import io.quorate.persistence.append.error.ForeignLog;
import io.quorate.persistence.append.error.LogInUse;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.persistence.JournalProtocol;
import org.apache.pekko.persistence.Persistence;
import org.apache.pekko.testkit.javadsl.TestKit;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an event-sourced actor hears from a journal that may not be believed. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class AppendJournalRefusalTest {
  private static final String PLUGIN = "quorate.persistence.append.journal";

  @TempDir Path directory;

  @Test
  void every_replay_of_a_corrupt_log_fails_with_file_and_offset() throws IOException {
    try (var log = LogFixture.open(directory)) {
      LogFixture.write(log, "a", 1, "one");
    }
    var file = LogFixture.last(directory);
    LogFixture.flip(file, LogFixture.indexOf(file, "one"));
    for (int attempt = 0; attempt < 2; attempt++) {
      assertThat(replay("me"))
          .isInstanceOf(CorruptLog.class)
          .hasMessageContaining(file.toString())
          .hasMessageContaining("at byte 4096");
    }
  }

  @Test
  void a_log_in_use_and_a_foreign_log_are_refused_as_such() throws IOException {
    try (var log = LogFixture.open(directory)) {
      assertThat(log.highest("a")).isZero();
      assertThat(replay("me")).isInstanceOf(LogInUse.class);
    }
    assertThat(replay("somebody else")).isInstanceOf(ForeignLog.class);
  }

  private Throwable replay(String identity) {
    var system = ActorSystem.create("refused", settings(identity));
    try {
      var journal = Persistence.get(system).journalFor(PLUGIN, ConfigFactory.empty());
      var probe = new TestKit(system);
      journal.tell(
          new JournalProtocol.ReplayMessages(1, 9, 9, "a", probe.getRef()), ActorRef.noSender());
      return probe
          .expectMsgClass(Duration.ofSeconds(10), JournalProtocol.ReplayMessagesFailure.class)
          .cause();
    } finally {
      TestKit.shutdownActorSystem(system);
    }
  }

  private Config settings(String identity) {
    return ConfigFactory.parseMap(
            Map.of(
                "quorate.persistence.append.identity",
                identity,
                PLUGIN + ".directory",
                directory.toString(),
                PLUGIN + ".segment-size",
                "64 KiB"))
        .withFallback(ConfigFactory.load());
  }
}
