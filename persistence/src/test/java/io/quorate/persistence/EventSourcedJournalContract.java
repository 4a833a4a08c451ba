package io.quorate.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** What every journal and snapshot store must do for an event-sourced actor of ours. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
public abstract class EventSourcedJournalContract {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final String id = "notebook-" + UUID.randomUUID();
  private ActorTestKit node;

  /** Selects the plugins under test; called for every start of the actor system. */
  protected abstract Config plugins();

  @BeforeEach
  void start() {
    var settings =
        plugins()
            .withFallback(
                ConfigFactory.parseString(
                    "pekko.actor.allow-java-serialization = off, pekko.log-dead-letters = off"))
            .withFallback(ConfigFactory.load())
            .resolve();
    node = ActorTestKit.create("contract", settings);
  }

  @AfterEach
  void stop() {
    node.shutdownTestKit();
  }

  private void restart() {
    stop();
    start();
  }

  @Test
  void events_come_back_in_order_after_a_restart() {
    var notebook = spawn(id);
    for (int i = 0; i < 50; i++) {
      note(notebook, "note " + i);
    }
    restart();
    assertThat(read(spawn(id)))
        .containsExactlyElementsOf(IntStream.range(0, 50).mapToObj(i -> "note " + i).toList());
  }

  @Test
  void numbering_goes_on_after_a_restart() {
    note(spawn(id), "before");
    restart();
    note(spawn(id), "between");
    restart();
    var notebook = spawn(id);
    note(notebook, "after");
    assertThat(read(notebook)).containsExactly("before", "between", "after");
  }

  @Test
  void actors_that_write_at_once_do_not_mix() {
    var asked = new ArrayList<CompletableFuture<Done>>();
    for (int actor = 0; actor < 8; actor++) {
      var notebook = spawn(id + "-" + actor);
      for (int i = 0; i < 25; i++) {
        asked.add(ask(notebook, actor + "/" + i).toCompletableFuture());
      }
    }
    CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new)).join();
    restart();
    for (int actor = 0; actor < 8; actor++) {
      int own = actor;
      assertThat(read(spawn(id + "-" + actor)))
          .containsExactlyElementsOf(IntStream.range(0, 25).mapToObj(i -> own + "/" + i).toList());
    }
  }

  @Test
  void events_of_two_mebibytes_come_back_whole() {
    var large = "x".repeat(2 * 1024 * 1024);
    var notebook = spawn(id);
    note(notebook, large + 1);
    note(notebook, "small");
    note(notebook, large + 2);
    restart();
    assertThat(read(spawn(id))).containsExactly(large + 1, "small", large + 2);
  }

  @Test
  void a_list_of_events_is_persisted_as_one() {
    var notebook = spawn(id);
    this.<Done>request(
        notebook, reply -> new RecordingActor.NoteAll(List.of("a", "b", "c"), reply));
    restart();
    assertThat(read(spawn(id))).containsExactly("a", "b", "c");
  }

  @Test
  void a_snapshot_stands_for_the_events_that_were_deleted_below_it() {
    var notebook = spawn(id);
    var all = IntStream.rangeClosed(1, 57).mapToObj(i -> "n" + i).toList();
    all.forEach(each -> note(notebook, each));
    await().atMost(PATIENCE).until(() -> deletions(notebook) > 0);
    restart();
    assertThat(read(spawn(id))).isEqualTo(all);
  }

  @Test
  void a_snapshot_asked_for_by_an_event_leaves_the_later_events_to_replay() {
    var notebook = spawn(id);
    var all = List.of("one", RecordingActor.SNAPSHOT_AFTER, "three", "four");
    all.forEach(each -> note(notebook, each));
    await().atMost(PATIENCE).until(() -> snapshots(notebook) > 0);
    restart();
    assertThat(read(spawn(id))).isEqualTo(all);
  }

  @Test
  void an_event_without_a_serializer_is_rejected_and_leaves_no_trace() {
    var notebook = spawn(id);
    note(notebook, "good");
    var probe = node.createTestProbe();
    notebook.tell(new RecordingActor.NoteUnserializable());
    probe.expectTerminated(notebook, PATIENCE);
    restart();
    assertThat(read(spawn(id))).containsExactly("good");
  }

  private ActorRef<RecordingActor.Command> spawn(String persistenceId) {
    return node.spawn(RecordingActor.create(persistenceId));
  }

  private void note(ActorRef<RecordingActor.Command> notebook, String text) {
    ask(notebook, text).toCompletableFuture().join();
  }

  private CompletionStage<Done> ask(ActorRef<RecordingActor.Command> notebook, String text) {
    return AskPattern.ask(
        notebook, reply -> new RecordingActor.Note(text, reply), PATIENCE, node.scheduler());
  }

  private List<String> read(ActorRef<RecordingActor.Command> notebook) {
    return request(notebook, RecordingActor.Read::new);
  }

  private int deletions(ActorRef<RecordingActor.Command> notebook) {
    return request(notebook, RecordingActor.CountDeletions::new);
  }

  private int snapshots(ActorRef<RecordingActor.Command> notebook) {
    return request(notebook, RecordingActor.CountSnapshots::new);
  }

  private <T> T request(
      ActorRef<RecordingActor.Command> notebook,
      org.apache.pekko.japi.function.Function<ActorRef<T>, RecordingActor.Command> command) {
    return AskPattern.ask(notebook, command, PATIENCE, node.scheduler())
        .toCompletableFuture()
        .join();
  }
}
