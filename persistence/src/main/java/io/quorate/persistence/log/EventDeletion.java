package io.quorate.persistence.log;

import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.persistence.typed.PersistenceId;

/**
 * Has a log's oldest events deleted ({@link EventDeleter}), one deletion at a time: in a database
 * two would wait for each other's rows, and one whose transaction is cut off by the end of the
 * process would keep the other, and that end, waiting.
 */
final class EventDeletion extends AbstractBehavior<EventDeletion.UpTo> {

  private static final String NAME = "deletion";

  private final PersistenceId log;
  private long asked;
  private long begun;
  private boolean underWay;

  /** Have all up to this event deleted. */
  record UpTo(long event) {}

  private EventDeletion(ActorContext<UpTo> context, PersistenceId log) {
    super(context);
    this.log = log;
  }

  /**
   * Has a child of the log's actor do it, which is made when it is first needed.
   *
   * @param upToEvent 0 if there is nothing to delete
   */
  static void erase(ActorContext<?> owner, PersistenceId log, long upToEvent) {
    if (upToEvent == 0) {
      return;
    }
    Behavior<UpTo> behavior = Behaviors.setup(context -> new EventDeletion(context, log));
    ActorRef<UpTo> child =
        owner
            .getChild(NAME)
            .map(known -> known.<UpTo>unsafeUpcast())
            .orElseGet(() -> owner.spawn(behavior, NAME));
    child.tell(new UpTo(upToEvent));
  }

  @Override
  public Receive<UpTo> createReceive() {
    return newReceiveBuilder()
        .onMessage(UpTo.class, this::onUpTo)
        .onSignal(Terminated.class, this::onEnd)
        .build();
  }

  private Behavior<UpTo> onUpTo(UpTo upTo) {
    asked = Math.max(asked, upTo.event());
    return next();
  }

  private Behavior<UpTo> onEnd(Terminated end) {
    underWay = false;
    return next();
  }

  private Behavior<UpTo> next() {
    if (!underWay && asked > begun) {
      begun = asked;
      underWay = true;
      getContext().watch(Adapter.toTyped(EventDeleter.start(getContext(), log, begun)));
    }
    return this;
  }
}
