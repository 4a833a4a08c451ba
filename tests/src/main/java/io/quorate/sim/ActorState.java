package io.quorate.sim;

import java.util.Arrays;
import java.util.Optional;
import org.apache.pekko.actor.ActorCell;
import org.apache.pekko.actor.ActorRefWithCell;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Adapter;

/** Finds the behaviour of an actor, from which all that it keeps can be reached. */
final class ActorState {

  private ActorState() {}

  /**
   * An actor's behaviour as it is now; empty when there is no such actor.
   *
   * @param path below the guardian
   */
  static Optional<Object> of(ActorSystem<?> system, String path) {
    var classic = (ExtendedActorSystem) Adapter.toClassic(system);
    var address = "pekko://" + classic.name() + "/user/" + path;
    return classic.provider().resolveActorRef(address) instanceof ActorRefWithCell found
            && found.underlying() instanceof ActorCell cell
            && cell.actor() != null
        ? behavior(cell.actor())
        : Optional.empty();
  }

  private static Optional<Object> behavior(Object adapter) {
    return Arrays.stream(adapter.getClass().getDeclaredFields())
        .filter(field -> Behavior.class.isAssignableFrom(field.getType()))
        .findFirst()
        .map(
            field -> {
              try {
                field.setAccessible(true);
                return field.get(adapter);
              } catch (IllegalAccessException e) {
                throw new IllegalStateException(e);
              }
            });
  }
}
