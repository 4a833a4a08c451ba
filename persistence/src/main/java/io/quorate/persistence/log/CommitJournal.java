package io.quorate.persistence.log;

import io.quorate.engine.spi.CommitLog;
import io.quorate.persistence.log.CommitEvent.Decided;
import io.quorate.persistence.log.CommitEvent.Trimmed;
import java.time.Duration;
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
 * The event-sourced {@link CommitLog}. Decisions that arrive while a write is under way go into the
 * next event together: an append only queues, and a message to itself, which the actor reads when
 * the write is done and the appends stashed meanwhile are queued, writes the queue.
 *
 * <p>It forgets as {@link VoteJournal} does: a trim is an event, and the events that it made
 * useless are deleted up to the one that still matters ({@link Erasing}). Decisions that it knows
 * already are left out; after a jump over numbers, which only a transferred state explains, it
 * recalls what follows the jump. A write that fails stops it with the reason.
 */
public final class CommitJournal extends EventSourcedBehavior<Object, CommitEvent, CommitMemory> {

  /** Told to itself: write what is queued. */
  private enum Flush {
    NOW
  }

  /** Nobody waits for decisions to be on disk, but votes wait while something else is forced. */
  private static final Duration GATHERING = Duration.ofMillis(20);

  private final ActorContext<Object> context;
  private final JournalSettings settings;
  private final PendingDecisions pending;

  private CommitJournal(
      ActorContext<Object> context, String persistenceId, JournalSettings settings) {
    super(PersistenceId.ofUniqueId(persistenceId));
    this.context = context;
    this.settings = settings;
    this.pending = new PendingDecisions(settings.commitQueue());
  }

  /**
   * A log that keeps its decisions in the actor system's default journal.
   *
   * @param persistenceId the name of the log in the journal; no other actor may use it
   */
  public static Behavior<CommitLog.Command> create(String persistenceId, JournalSettings settings) {
    return Behaviors.<Object>setup(context -> new CommitJournal(context, persistenceId, settings))
        .narrow();
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
        .onCommand(CommitLog.Append.class, this::onAppend)
        .onCommand(CommitLog.Trim.class, this::onTrim)
        .onCommand(Flush.class, this::onFlush)
        .build();
  }

  private Effect<CommitEvent, CommitMemory> onRecall(CommitMemory memory, CommitLog.Recall recall) {
    return Effect().reply(recall.replyTo(), new CommitLog.Recalled(memory.recall()));
  }

  private Effect<CommitEvent, CommitMemory> onAppend(CommitMemory memory, CommitLog.Append append) {
    if (pending.isEmpty()) {
      context.scheduleOnce(GATHERING, context.getSelf(), Flush.NOW);
    }
    pending.add(append.decisions());
    return Effect().none();
  }

  private Effect<CommitEvent, CommitMemory> onFlush(CommitMemory memory, Flush flush) {
    var group = pending.take(memory.last(), settings.largestEvent());
    if (!pending.isEmpty()) {
      context.getSelf().tell(Flush.NOW);
    }
    return group.isEmpty() ? Effect().none() : Effect().persist(new Decided(group));
  }

  private Effect<CommitEvent, CommitMemory> onTrim(CommitMemory memory, CommitLog.Trim trim) {
    return memory.wouldTrim(trim.upTo())
        ? Effect()
            .persist(new Trimmed(trim.upTo()))
            .thenRun(durable -> Erasing.erase(context, persistenceId(), durable.disposable()))
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
