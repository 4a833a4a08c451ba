package io.quorate.sim;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.replica.Replica;
import io.quorate.engine.replica.ReplicaState;
import io.quorate.engine.spi.InboundFrame;
import io.quorate.engine.spi.Transport.Lane;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** One life of a replica: its actor system, seen from outside. */
final class SimulatedNode {

  private final SimulatedProcess process;
  private final SimulatedMachine machine;
  private final Consumer<ReplicaState> onState;
  private final Map<Lane, ActorRef<InboundFrame>> lanes = new EnumMap<>(Lane.class);
  private Optional<ReplicaState> state = Optional.empty();
  private Optional<Behavior<?>> actor = Optional.empty();
  private ActorSystem<Object> system;

  private boolean relieving;

  private enum Ask {
    HOW_IT_IS,
    TO_RELIEVE_ITS_PRIMARY
  }

  SimulatedNode(
      SimulatedProcess process, SimulatedMachine machine, Consumer<ReplicaState> onState) {
    this.process = process;
    this.machine = machine;
    this.onState = onState;
  }

  void start(Behavior<Replica.Command> replica) {
    system = process.start(guardian(replica));
  }

  /** Spawns the replica, and asks it how it is. */
  private Behavior<Object> guardian(Behavior<Replica.Command> behavior) {
    return Behaviors.setup(
        context -> {
          var behaviorProbe = BehaviorProbe.to(begun -> actor = Optional.of(begun), behavior);
          var replica = context.spawn(behaviorProbe, "quorate");
          return Behaviors.receive(Object.class)
              .onMessage(
                  Ask.class,
                  ask -> {
                    relieving |= ask == Ask.TO_RELIEVE_ITS_PRIMARY;
                    replica.tell(new Replica.GetState(context.getSelf().narrow()));
                    return Behaviors.same();
                  })
              .onMessage(
                  Replica.Hints.class,
                  hints -> {
                    replica.tell(hints);
                    return Behaviors.same();
                  })
              .onMessage(
                  ReplicaState.class,
                  seen -> {
                    state = Optional.of(seen);
                    onState.accept(seen);
                    if (relieving) {
                      relieving = false;
                      replica.tell(new Replica.HandOver(seen.view(), "an operator asks"));
                    }
                    return Behaviors.same();
                  })
              .build();
        });
  }

  SimulatedProcess process() {
    return process;
  }

  SimulatedMachine machine() {
    return machine;
  }

  /** How the replica was when it was last looked at. */
  Optional<ReplicaState> state() {
    return state;
  }

  /** Octets that the replica keeps, its core and all. */
  long weight() {
    return actor.map(Footprint::of).orElse(0L);
  }

  /** Bytes of replies that it keeps to give them again. */
  long weightOfReplies() {
    return ActorState.of(system, "quorate/executor")
        .map(executor -> Footprint.of(executor, "io.quorate.engine.replica.execution.KeptReplies"))
        .orElse(0L);
  }

  void look() {
    system.tell(Ask.HOW_IT_IS);
  }

  /** A registry says where others listen. */
  void tell(Replica.Hints hints) {
    system.tell(hints);
  }

  /** Asks for another primary than the one of the view that is in force. */
  void handOver() {
    system.tell(Ask.TO_RELIEVE_ITS_PRIMARY);
  }

  void kill() {
    process.kill();
  }

  /** Who takes what arrives on this lane. */
  void listen(Lane lane, ActorRef<InboundFrame> taker) {
    lanes.put(lane, taker);
  }

  /** Before the actors are there, what comes is lost. */
  void receive(Lane lane, Bytes wire) {
    var taker = lanes.get(lane);
    if (taker != null) {
      process.occupy(costs -> costs.reading(lane, wire));
      taker.tell(new InboundFrame(wire));
    }
  }
}
