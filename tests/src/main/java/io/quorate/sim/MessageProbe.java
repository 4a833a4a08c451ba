package io.quorate.sim;

import io.quorate.engine.spi.CommitLog;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.BehaviorInterceptor;
import org.apache.pekko.actor.typed.TypedActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Listens to what an actor is told. */
final class MessageProbe<C> extends BehaviorInterceptor<C, C> {

  private final Consumer<C> ear;

  private MessageProbe(Class<C> protocol, Consumer<C> ear) {
    super(protocol);
    this.ear = ear;
  }

  static Behavior<CommitLog.Command> by(
      Consumer<CommitLog.Command> ear, Behavior<CommitLog.Command> behavior) {
    return Behaviors.intercept(() -> new MessageProbe<>(CommitLog.Command.class, ear), behavior);
  }

  @Override
  public Behavior<C> aroundReceive(
      TypedActorContext<C> context, C message, ReceiveTarget<C> target) {
    ear.accept(message);
    return target.apply(context, message);
  }
}
