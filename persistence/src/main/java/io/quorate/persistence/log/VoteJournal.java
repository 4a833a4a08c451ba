package io.quorate.persistence.log;

import io.quorate.engine.model.Fact;
import io.quorate.engine.spi.VoteLog;
import io.quorate.persistence.append.JournalState;
import io.quorate.persistence.log.VoteEvent.FactsRecorded;
import io.quorate.persistence.log.VoteEvent.Trimmed;
import java.util.ArrayList;
import java.util.Optional;
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
 * The event-sourced {@link VoteLog}: a group of facts is one event, and {@code DURABLE} is said
 * when the journal has acknowledged it. A write or a replay that fails stops the actor with a
 * {@code JournalFailureException} whose cause is the journal's own; nothing here restarts it.
 *
 * <p>A trim is an event too. It says again the few facts about views and checkpoints that still
 * stand; then the events before, up to the first about an open slot, are deleted ({@link Erasing}).
 * A Pekko snapshot would do the same with a second copy of every open slot's requests, while {@code
 * EventSourcedBehavior} lets nothing be appended until the copy is stored: a pause of all voting at
 * every checkpoint.
 */
public final class VoteJournal
    extends EventSourcedBehavior<VoteLog.Command, VoteEvent, VoteMemory> {

  private final ActorContext<VoteLog.Command> context;
  private final JournalSettings settings;

  private VoteJournal(
      ActorContext<VoteLog.Command> context, String persistenceId, JournalSettings settings) {
    super(PersistenceId.ofUniqueId(persistenceId));
    this.context = context;
    this.settings = settings;
  }

  /**
   * A log that keeps its votes in the actor system's default journal.
   *
   * @param persistenceId the name of the log in the journal; no other actor may use it
   */
  public static Behavior<VoteLog.Command> create(String persistenceId, JournalSettings settings) {
    return Behaviors.setup(context -> new VoteJournal(context, persistenceId, settings));
  }

  @Override
  public VoteMemory emptyState() {
    return new VoteMemory();
  }

  @Override
  public CommandHandler<VoteLog.Command, VoteEvent, VoteMemory> commandHandler() {
    return newCommandHandlerBuilder()
        .forAnyState()
        .onCommand(VoteLog.Recall.class, this::onRecall)
        .onCommand(VoteLog.Append.class, this::onAppend)
        .onCommand(VoteLog.Trim.class, this::onTrim)
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
        : Effect()
            .persist(new FactsRecorded(append.facts()))
            .thenReply(append.replyTo(), durable -> VoteLog.Recorded.DURABLE);
  }

  private Effect<VoteEvent, VoteMemory> onTrim(VoteMemory memory, VoteLog.Trim trim) {
    return memory.wouldTrim(trim.upTo())
        ? Effect()
            .persist(new Trimmed(trim.upTo(), memory.carried(trim.upTo())))
            .thenRun(durable -> Erasing.erase(context, persistenceId(), durable.disposable()))
        : Effect().none();
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
