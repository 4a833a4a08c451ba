package io.quorate.persistence.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.LongStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class EventDeletionTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration A_MOMENT = Duration.ofMillis(100);
  private static final int ATTEMPTS = 200;

  private final String log = "log/" + UUID.randomUUID();
  private final ActorTestKit node =
      ActorTestKit.create(
          "deletion",
          ConfigFactory.parseMap(
                  Map.of(
                      "pekko.persistence.journal.plugin",
                      "slow-journal",
                      "slow-journal.class",
                      SlowJournal.class.getName(),
                      "pekko.loglevel",
                      "ERROR"))
              .withFallback(ConfigFactory.load()));

  private final ActorRef<Long> owner =
      node.spawn(
          Behaviors.setup(
              context ->
                  Behaviors.receiveMessage(
                      event -> {
                        EventDeletion.erase(context, PersistenceId.ofUniqueId(log), event);
                        return Behaviors.same();
                      })));

  @AfterEach
  void stop() {
    node.shutdownTestKit();
  }

  private SlowJournal.Deletion next() throws InterruptedException {
    return SlowJournal.next(log, PATIENCE).orElseThrow();
  }

  @Test
  void what_is_to_go_during_a_deletion_goes_with_the_next_one() throws InterruptedException {
    LongStream.rangeClosed(1, 5).forEach(owner::tell);
    var first = next();
    assertThat(first.upTo()).isOne();
    assertThat(SlowJournal.next(log, A_MOMENT)).isEmpty();
    first.end().success(null);
    var second = next();
    assertThat(second.upTo()).isEqualTo(5);
    owner.tell(4L);
    owner.tell(6L);
    second.end().success(null);
    assertThat(next().upTo()).isEqualTo(6);
  }

  @Test
  void after_a_failure_a_later_trim_deletes_what_was_left() throws InterruptedException {
    owner.tell(1L);
    next().end().failure(new IOException("on purpose"));
    var later = Optional.<SlowJournal.Deletion>empty();
    for (int i = 0; i < ATTEMPTS && later.isEmpty(); i++) {
      owner.tell(2L);
      later = SlowJournal.next(log, A_MOMENT);
    }
    assertThat(later.orElseThrow().upTo()).isEqualTo(2);
  }
}
