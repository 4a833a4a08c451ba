package io.quorate.persistence.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.quorate.engine.model.Fact;
import io.quorate.engine.spi.Records;
import io.quorate.engine.spi.VoteLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class VoteJournalFailureTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int FACTS = 200;

  @TempDir Path directory;
  private ActorTestKit node;
  private TestProbe<Throwable> failures;
  private TestProbe<Object> recorded;

  @AfterEach
  void stop() {
    node.shutdownTestKit();
  }

  private ActorRef<VoteLog.Command> open() {
    node =
        ActorTestKit.create(
            "failing", ConfigFactory.load(EmbeddedNode.settings(directory, "64 KiB")));
    failures = node.createTestProbe();
    recorded = node.createTestProbe();
    return open(VoteJournal.create("votes", EmbeddedNode.SETTINGS));
  }

  /** Below a parent that tells why its child failed, as the replica does. */
  private ActorRef<VoteLog.Command> open(Behavior<VoteLog.Command> log) {
    return node.spawn(
        Behaviors.setup(
            context -> {
              var child = context.spawn(log, "votes");
              context.watch(child);
              return Behaviors.receive(VoteLog.Command.class)
                  .onAnyMessage(
                      command -> {
                        child.tell(command);
                        return Behaviors.same();
                      })
                  .onSignal(
                      ChildFailed.class,
                      failed -> {
                        failures.ref().tell(failed.cause());
                        return Behaviors.stopped();
                      })
                  .build();
            }));
  }

  @Test
  void a_journal_that_cannot_grow_stops_the_log_with_the_reason() throws IOException {
    var log = open();
    append(log, 1);
    recorded.expectMessage(PATIENCE, VoteLog.Recorded.DURABLE);
    var journal = directory.resolve("journal");
    var aside = directory.resolve("journal-aside");
    Files.move(journal, aside);
    Files.writeString(journal, "in the way");
    int durable = 1 + appendUntilFailure(log);
    stop();
    Files.delete(journal);
    Files.move(aside, journal);
    assertThat(recall(open())).startsWith(facts(durable)).hasSizeLessThan(FACTS);
  }

  /** How many appends were answered before the log failed. */
  private int appendUntilFailure(ActorRef<VoteLog.Command> log) {
    for (int n = 2; n < FACTS; n++) {
      append(log, n);
    }
    var why = failures.receiveMessage(PATIENCE);
    assertThat(why).hasMessageContaining("votes").hasRootCauseInstanceOf(IOException.class);
    int answers = answersUntilNow();
    assertThat(answers).isLessThan(FACTS - 2);
    return answers;
  }

  private int answersUntilNow() {
    recorded.ref().tell("end");
    int answers = 0;
    while (recorded.receiveMessage(PATIENCE) == VoteLog.Recorded.DURABLE) {
      answers++;
    }
    return answers;
  }

  @Test
  void a_journal_that_cannot_be_opened_stops_the_log_with_the_reason() throws IOException {
    Files.writeString(directory.resolve("journal"), "in the way");
    append(open(), 1);
    assertThat(failures.receiveMessage(PATIENCE)).hasRootCauseInstanceOf(IOException.class);
    assertThat(answersUntilNow()).isZero();
  }

  @Test
  void a_group_that_the_journal_refuses_stops_the_log_and_leaves_no_trace() {
    var log = open();
    append(log, 1);
    recorded.expectMessage(PATIENCE, VoteLog.Recorded.DURABLE);
    var tooLarge = Records.promised(2, Records.octets(200_000, 1));
    log.tell(new VoteLog.Append(List.of(fact(3), tooLarge), recorded.ref().narrow()));
    failures.receiveMessage(PATIENCE);
    assertThat(answersUntilNow()).isZero();
    stop();
    assertThat(recall(open())).containsExactly(facts(1));
  }

  @Test
  void a_second_recall_is_an_error_of_the_caller() {
    var log = open();
    recall(log);
    log.tell(new VoteLog.Recall(node.<VoteLog.Recalled>createTestProbe().ref()));
    assertThat(failures.receiveMessage(PATIENCE)).isInstanceOf(IllegalStateException.class);
  }

  private void append(ActorRef<VoteLog.Command> log, int number) {
    log.tell(new VoteLog.Append(List.of(fact(number)), recorded.ref().narrow()));
  }

  private List<Fact> recall(ActorRef<VoteLog.Command> log) {
    var recalled = node.<VoteLog.Recalled>createTestProbe();
    log.tell(new VoteLog.Recall(recalled.ref()));
    return recalled.receiveMessage(PATIENCE).facts();
  }

  private static Fact fact(int number) {
    return Records.promised(number, Records.octets(8_000, number));
  }

  private static Fact[] facts(int count) {
    var facts = new Fact[count];
    for (int i = 0; i < count; i++) {
      facts[i] = fact(i + 1);
    }
    return facts;
  }
}
