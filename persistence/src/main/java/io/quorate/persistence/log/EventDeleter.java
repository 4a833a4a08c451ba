package io.quorate.persistence.log;

import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.Props;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.persistence.AbstractPersistentActor;
import org.apache.pekko.persistence.DeleteMessagesFailure;
import org.apache.pekko.persistence.DeleteMessagesSuccess;
import org.apache.pekko.persistence.Recovery;
import org.apache.pekko.persistence.RecoveryCompleted;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;

/**
 * Deletes a log's oldest events, up to one that the log names, and is gone. The typed API deletes
 * only as far as a snapshot reaches, and a log of slots that close out of order needs to stop
 * earlier; the classic persistent actor, which this is, may name the event. It replays nothing and
 * writes nothing, so it may bear the log's name while the log works. When it fails, disk stays
 * occupied until the next trim, and no more than that.
 */
final class EventDeleter extends AbstractPersistentActor {

  private static final Logger LOG = LoggerFactory.getLogger(EventDeleter.class);

  private final String log;
  private final long upToEvent;

  private EventDeleter(String log, long upToEvent) {
    this.log = log;
    this.upToEvent = upToEvent;
  }

  /** One that begins; ended when the events are gone, or stay. */
  static ActorRef start(
      org.apache.pekko.actor.typed.javadsl.ActorContext<?> owner,
      PersistenceId log,
      long upToEvent) {
    var props = Props.create(EventDeleter.class, () -> new EventDeleter(log.id(), upToEvent));
    return Adapter.actorOf(owner, props);
  }

  @Override
  public String persistenceId() {
    return log;
  }

  @Override
  public Recovery recovery() {
    return Recovery.none();
  }

  @Override
  public Receive createReceiveRecover() {
    return receiveBuilder()
        .match(RecoveryCompleted.class, completed -> deleteMessages(upToEvent))
        .build();
  }

  @Override
  public Receive createReceive() {
    return receiveBuilder()
        .match(DeleteMessagesSuccess.class, deleted -> getContext().stop(self()))
        .match(DeleteMessagesFailure.class, this::onFailure)
        .build();
  }

  private void onFailure(DeleteMessagesFailure failure) {
    warn(failure.cause());
    getContext().stop(self());
  }

  @Override
  public void onRecoveryFailure(Throwable cause, Option<Object> event) {
    warn(cause);
  }

  private void warn(Throwable cause) {
    LOG.warn("events of {} up to {} stay on disk: {}", log, upToEvent, cause.getMessage(), cause);
  }
}
