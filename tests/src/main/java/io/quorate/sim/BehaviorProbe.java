package io.quorate.sim;

import io.quorate.engine.replica.Replica;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.BehaviorInterceptor;
import org.apache.pekko.actor.typed.TypedActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Shows what a replica's actor begins with, from which all that the actor keeps can be reached. */
final class BehaviorProbe extends BehaviorInterceptor<Replica.Command, Replica.Command> {

  private final Consumer<Behavior<?>> eye;

  private BehaviorProbe(Consumer<Behavior<?>> eye) {
    super(Replica.Command.class);
    this.eye = eye;
  }

  static Behavior<Replica.Command> to(
      Consumer<Behavior<?>> eye, Behavior<Replica.Command> behavior) {
    return Behaviors.intercept(() -> new BehaviorProbe(eye), behavior);
  }

  @Override
  public Behavior<Replica.Command> aroundStart(
      TypedActorContext<Replica.Command> context, PreStartTarget<Replica.Command> target) {
    var begun = target.start(context);
    eye.accept(begun);
    return begun;
  }

  @Override
  public Behavior<Replica.Command> aroundReceive(
      TypedActorContext<Replica.Command> context,
      Replica.Command message,
      ReceiveTarget<Replica.Command> target) {
    return target.apply(context, message);
  }
}
