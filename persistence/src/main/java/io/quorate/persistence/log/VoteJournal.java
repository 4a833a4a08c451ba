package io.quorate.persistence.log;

import io.quorate.engine.model.Bounded;
import io.quorate.engine.model.Fact;
import io.quorate.engine.spi.VoteLog;
import io.quorate.persistence.PersistenceBuffers;
import io.quorate.persistence.append.JournalState;
import io.quorate.persistence.log.VoteEvent.Trimmed;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.SnapshotSelectionCriteria;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.persistence.typed.javadsl.Recovery;

/**
 * The event-sourced {@link VoteLog}: a group of facts is one event, or as many as it needs ({@link
 * EventPieces}), and {@code DURABLE} is said when the journal has acknowledged the last. A write or
 * a replay that fails stops the actor with a {@code JournalFailureException} whose cause is the
 * journal's own; nothing here restarts it.
 *
 * <p>A trim is an event too. It says again the few facts about views and checkpoints that still
 * stand; then the events before, up to the first about an open slot, are deleted ({@link
 * EventDeletion}). A Pekko snapshot would do the same with a second copy of every open slot's
 * requests, while {@code EventSourcedBehavior} lets nothing be appended until the copy is stored: a
 * pause of all voting at every checkpoint.
 */
public final class VoteJournal extends EventSourcedBehavior<Object, VoteEvent, VoteMemory> {

  /** Told to itself: write the next event. */
  private enum Continue {
    NOW
  }

  /** What is to be written, one event after the other, and what to do then. */
  private record Writing(Deque<VoteEvent> left, Consumer<VoteMemory> durable) {}

  private final ActorContext<Object> context;
  private final JournalSettings settings;
  private final EventPieces pieces;

  @Bounded(by = PersistenceBuffers.EVENT)
  private final Deque<Writing> writings = new ArrayDeque<>();

  private VoteJournal(
      ActorContext<Object> context, String persistenceId, JournalSettings settings) {
    super(PersistenceId.ofUniqueId(persistenceId));
    this.context = context;
    this.settings = settings;
    this.pieces = new EventPieces(settings.largestEvent());
  }

  /**
   * A log that keeps its votes in the actor system's default journal.
   *
   * @param persistenceId the name of the log in the journal; no other actor may use it
   */
  public static Behavior<VoteLog.Command> create(String persistenceId, JournalSettings settings) {
    return Behaviors.<Object>setup(context -> new VoteJournal(context, persistenceId, settings))
        .narrow();
  }

  @Override
  public VoteMemory emptyState() {
    return new VoteMemory();
  }

  @Override
  public CommandHandler<Object, VoteEvent, VoteMemory> commandHandler() {
    return newCommandHandlerBuilder()
        .forAnyState()
        .onCommand(VoteLog.Recall.class, this::onRecall)
        .onCommand(VoteLog.Append.class, this::onAppend)
        .onCommand(VoteLog.Trim.class, this::onTrim)
        .onCommand(Continue.class, next -> writeNext())
        .build();
  }

  private Effect<VoteEvent, VoteMemory> onRecall(VoteMemory memory, VoteLog.Recall recall) {
    var facts = new ArrayList<>(memory.recall());
    JournalState.of(context.getSystem())
        .loss()
        .ifPresent(what -> facts.add(new Fact.Forgotten(what)));
    return Effect().reply(recall.replyTo(), new VoteLog.Recalled(facts));
  }

  private Effect<VoteEvent, VoteMemory> onAppend(VoteMemory memory, VoteLog.Append append) {
    return append.facts().isEmpty()
        ? Effect().reply(append.replyTo(), VoteLog.Recorded.DURABLE)
        : write(
            pieces.of(append.facts()), durable -> append.replyTo().tell(VoteLog.Recorded.DURABLE));
  }

  private Effect<VoteEvent, VoteMemory> onTrim(VoteMemory memory, VoteLog.Trim trim) {
    return memory.wouldTrim(trim.upTo())
        ? write(
            pieces.of(new Trimmed(trim.upTo(), memory.carried(trim.upTo()))),
            durable -> EventDeletion.erase(context, persistenceId(), durable.disposable()))
        : Effect().none();
  }

  /** Nothing comes between the events of one write. */
  private Effect<VoteEvent, VoteMemory> write(
      List<VoteEvent> events, Consumer<VoteMemory> durable) {
    writings.add(new Writing(new ArrayDeque<>(events), durable));
    return writings.size() == 1 ? writeNext() : Effect().none();
  }

  private Effect<VoteEvent, VoteMemory> writeNext() {
    return Effect().persist(writings.getFirst().left().removeFirst()).thenRun(this::onWritten);
  }

  private void onWritten(VoteMemory memory) {
    if (writings.getFirst().left().isEmpty()) {
      writings.removeFirst().durable().accept(memory);
    }
    if (!writings.isEmpty()) {
      context.getSelf().tell(Continue.NOW);
    }
  }

  @Override
  public EventHandler<VoteMemory, VoteEvent> eventHandler() {
    return (memory, event) -> memory.apply(event, lastSequenceNumber(context));
  }

  @Override
  public Recovery recovery() {
    return Recovery.withSnapshotSelectionCriteria(SnapshotSelectionCriteria.none());
  }

  @Override
  public Optional<Integer> stashCapacity() {
    return Optional.of(settings.stashCapacity());
  }
}
