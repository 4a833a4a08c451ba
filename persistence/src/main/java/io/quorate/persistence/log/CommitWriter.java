package io.quorate.persistence.log;

import io.quorate.engine.model.message.Message.Decided.Decision;
import io.quorate.engine.spi.CommitLog;
import io.quorate.persistence.log.CommitEvent.Decided;
import io.quorate.persistence.log.CommitEvent.Trimmed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
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
 * Writes decisions as events, for a {@link CommitJournal}. It forgets as {@link VoteJournal} does:
 * a trim is an event, and the events that it made useless are deleted up to the one that still
 * matters ({@link EventDeletion}). Decisions that it knows already are left out; after a jump over
 * numbers, which a transferred state explains, or a disk that was too slow for them, it recalls
 * what follows the jump. A write that fails stops it with the reason.
 */
final class CommitWriter extends EventSourcedBehavior<Object, CommitEvent, CommitMemory> {

  /** Write these decisions, and say when they are durable. */
  record Write(List<Decision> decisions, ActorRef<Written> replyTo) {}

  /** They are. */
  enum Written {
    DURABLE
  }

  private final ActorContext<Object> context;
  private final JournalSettings settings;

  private CommitWriter(
      ActorContext<Object> context, String persistenceId, JournalSettings settings) {
    super(PersistenceId.ofUniqueId(persistenceId));
    this.context = context;
    this.settings = settings;
  }

  static Behavior<Object> create(String persistenceId, JournalSettings settings) {
    return Behaviors.setup(context -> new CommitWriter(context, persistenceId, settings));
  }

  @Override
  public CommitMemory emptyState() {
    return new CommitMemory();
  }

  @Override
  public CommandHandler<Object, CommitEvent, CommitMemory> commandHandler() {
    return newCommandHandlerBuilder()
        .forAnyState()
        .onCommand(CommitLog.Recall.class, this::onRecall)
        .onCommand(CommitLog.Trim.class, this::onTrim)
        .onCommand(Write.class, this::onWrite)
        .build();
  }

  private Effect<CommitEvent, CommitMemory> onRecall(CommitMemory memory, CommitLog.Recall recall) {
    return Effect().reply(recall.replyTo(), new CommitLog.Recalled(memory.recall()));
  }

  private Effect<CommitEvent, CommitMemory> onWrite(CommitMemory memory, Write write) {
    var group = new ArrayList<Decision>();
    var last = memory.last();
    for (var decision : write.decisions()) {
      if (CommitMemory.numberOf(decision).isAfter(last)) {
        group.add(decision);
        last = CommitMemory.numberOf(decision);
      }
    }
    return group.isEmpty()
        ? Effect().reply(write.replyTo(), Written.DURABLE)
        : Effect()
            .persist(new Decided(group))
            .thenReply(write.replyTo(), durable -> Written.DURABLE);
  }

  private Effect<CommitEvent, CommitMemory> onTrim(CommitMemory memory, CommitLog.Trim trim) {
    return memory.wouldTrim(trim.upTo())
        ? Effect()
            .persist(new Trimmed(trim.upTo()))
            .thenRun(durable -> EventDeletion.erase(context, persistenceId(), durable.disposable()))
        : Effect().none();
  }

  @Override
  public EventHandler<CommitMemory, CommitEvent> eventHandler() {
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
