package io.quorate.bootstrap.assembly;

import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.SpawnProtocol;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/**
 * Spawns directly below the user guardian. A classic system does that itself; a typed one only
 * through its guardian, which must be a {@link SpawnProtocol}.
 */
record TopLevel(ActorSystem<?> system) {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  <T> ActorRef<T> spawn(Behavior<T> behavior, String name, Props props) {
    try {
      return Adapter.spawn(Adapter.toClassic(system), behavior, name, props);
    } catch (UnsupportedOperationException ownGuardian) {
      return throughGuardian(behavior, name, props);
    }
  }

  private <T> ActorRef<T> throughGuardian(Behavior<T> behavior, String name, Props props) {
    ActorRef<SpawnProtocol.Command> guardian = system.<Object>unsafeUpcast().narrow();
    try {
      return AskPattern.<SpawnProtocol.Command, ActorRef<T>>ask(
              guardian,
              replyTo -> new SpawnProtocol.Spawn<>(behavior, name, props, replyTo),
              PATIENCE,
              system.scheduler())
          .toCompletableFuture()
          .join();
    } catch (CompletionException e) {
      throw new IllegalStateException(
          "the actor system's guardian spawns nothing: make it SpawnProtocol.create()", e);
    }
  }
}
