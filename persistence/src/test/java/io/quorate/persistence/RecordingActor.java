package io.quorate.persistence;

import java.util.List;
import java.util.stream.Stream;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.persistence.typed.DeleteEventsCompleted;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.SnapshotCompleted;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.persistence.typed.javadsl.RetentionCriteria;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;

/** An actor that remembers texts; its state is those texts, each behind a line feed. */
final class RecordingActor extends EventSourcedBehavior<RecordingActor.Command, Object, String> {
  static final String SNAPSHOT_AFTER = "snapshot after this";

  sealed interface Command {}

  record Note(String text, ActorRef<Done> replyTo) implements Command {}

  record NoteAll(List<String> texts, ActorRef<Done> replyTo) implements Command {}

  record NoteUnserializable() implements Command {}

  record Read(ActorRef<List<String>> replyTo) implements Command {}

  record CountDeletions(ActorRef<Integer> replyTo) implements Command {}

  record CountSnapshots(ActorRef<Integer> replyTo) implements Command {}

  /** No serializer knows it. */
  private static final class Secret {}

  private int deletions;
  private int snapshots;

  private RecordingActor(String id) {
    super(PersistenceId.ofUniqueId(id));
  }

  static Behavior<Command> create(String id) {
    return new RecordingActor(id);
  }

  @Override
  public String emptyState() {
    return "";
  }

  @Override
  public CommandHandler<Command, Object, String> commandHandler() {
    return newCommandHandlerBuilder()
        .forAnyState()
        .onCommand(
            Note.class,
            note ->
                Effect().persist(note.text()).thenReply(note.replyTo(), s -> Done.getInstance()))
        .onCommand(
            NoteAll.class,
            note ->
                Effect()
                    .persist(List.<Object>copyOf(note.texts()))
                    .thenReply(note.replyTo(), s -> Done.getInstance()))
        .onCommand(NoteUnserializable.class, note -> Effect().persist(new Secret()))
        .onCommand(
            Read.class,
            (state, read) ->
                Effect().reply(read.replyTo(), Stream.of(state.split("\n")).skip(1).toList()))
        .onCommand(CountDeletions.class, count -> Effect().reply(count.replyTo(), deletions))
        .onCommand(CountSnapshots.class, count -> Effect().reply(count.replyTo(), snapshots))
        .build();
  }

  @Override
  public EventHandler<String, Object> eventHandler() {
    return newEventHandlerBuilder()
        .forAnyState()
        .onAnyEvent((state, event) -> state + "\n" + event);
  }

  @Override
  public SignalHandler<String> signalHandler() {
    return newSignalHandlerBuilder()
        .onSignal(DeleteEventsCompleted.class, (state, signal) -> deletions++)
        .onSignal(SnapshotCompleted.class, (state, signal) -> snapshots++)
        .build();
  }

  @Override
  public boolean shouldSnapshot(String state, Object event, long sequenceNr) {
    return SNAPSHOT_AFTER.equals(event);
  }

  @Override
  public RetentionCriteria retentionCriteria() {
    return RetentionCriteria.snapshotEvery(10, 2).withDeleteEventsOnSnapshot();
  }
}
