package io.quorate.persistence.log;

import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.spi.CommitLog;
import java.time.Duration;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/**
 * The {@link CommitLog} before its event-sourced writer. Decisions gather here, counted in bytes,
 * and go into one event together; what comes while a write is under way waits for the next. The
 * writer is given one write at a time: in front of it nothing is counted.
 *
 * <p>Nobody waits for decisions to be written, so a disk that cannot keep up, or has no room, must
 * not take the replica with it. When more waits than may, all of it is forgotten: the votes for it
 * are durable, and peers have it.
 */
public final class CommitJournal extends AbstractBehavior<Object> {

  /** Told to itself: write what gathered. */
  private enum Flush {
    NOW
  }

  /** Nobody waits for decisions to be on disk, but votes wait while something else is forced. */
  private static final Duration GATHERING = Duration.ofMillis(20);

  private final JournalSettings settings;
  private final PendingDecisions pending;
  private final ActorRef<Object> writer;
  private boolean isFlushDue;
  private boolean isWriting;

  private CommitJournal(
      ActorContext<Object> context, String persistenceId, JournalSettings settings) {
    super(context);
    this.settings = settings;
    this.pending = new PendingDecisions(settings.commitQueue());
    this.writer = context.spawn(CommitWriter.create(persistenceId, settings), "writer");
    context.watch(writer);
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
  public Receive<Object> createReceive() {
    return newReceiveBuilder()
        .onMessage(CommitLog.Append.class, this::onAppend)
        .onMessage(Flush.class, this::onFlush)
        .onMessage(CommitWriter.Written.class, this::onWritten)
        .onMessage(CommitLog.Recall.class, this::onForWriter)
        .onMessage(CommitLog.Trim.class, this::onForWriter)
        .onSignal(ChildFailed.class, this::onWriterFailed)
        .build();
  }

  private Behavior<Object> onForWriter(Object command) {
    writer.tell(command);
    return this;
  }

  private Behavior<Object> onAppend(CommitLog.Append append) {
    try {
      pending.add(append.decisions());
    } catch (CommitLogOverrun overrun) {
      getContext().getLog().warn("forgets what waits: {}", overrun.getMessage());
      pending.clear();
    }
    gather();
    return this;
  }

  private void gather() {
    if (!isFlushDue && !isWriting) {
      isFlushDue = true;
      getContext().scheduleOnce(GATHERING, getContext().getSelf(), Flush.NOW);
    }
  }

  private Behavior<Object> onFlush(Flush flush) {
    isFlushDue = false;
    var group = pending.take(SequenceNumber.ZERO, settings.largestEvent());
    if (!group.isEmpty()) {
      isWriting = true;
      writer.tell(new CommitWriter.Write(group, getContext().getSelf().narrow()));
    }
    return this;
  }

  private Behavior<Object> onWritten(CommitWriter.Written written) {
    isWriting = false;
    if (!pending.isEmpty()) {
      gather();
    }
    return this;
  }

  private Behavior<Object> onWriterFailed(ChildFailed failed) {
    throw new IllegalStateException("the commit log cannot go on", failed.getCause());
  }
}
