package io.quorate.sim;

import io.quorate.engine.client.BftClient;
import io.quorate.engine.client.ClientSettings;
import io.quorate.engine.client.Reply;
import io.quorate.engine.client.RequestFailed.Indeterminate;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ClientId;
import io.quorate.engine.spi.Clock;
import io.quorate.engine.spi.InboundFrame;
import io.quorate.engine.spi.Transport.Lane;
import io.quorate.sim.adversary.Adversary;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.pattern.StatusReply;

/**
 * Somebody with the client of production, in a process that never fails: asks up to three
 * operations at once, and again when all are answered.
 */
final class SimulatedClient {

  private static final long PATIENCE = 700_000_000;
  private static final int MOST_AT_ONCE = 3;
  private static final String CLIENT = "client";

  private final ClientId id;
  private final ByzantineClient.Surroundings around;
  private final SplittableRandom random;
  private final TreeMap<Integer, String> outstanding = new TreeMap<>();
  private long number;
  private int left;
  private long pause = PATIENCE;
  private int answered;
  private ActorRef<Object> actor;

  /** Ask these operations. */
  private record Volley(List<Bytes> operations) {}

  SimulatedClient(ClientId id, ByzantineClient.Surroundings around, SplittableRandom random) {
    this.id = id;
    this.around = around;
    this.random = random;
  }

  /** Spawns all clients in a process of their own. */
  static SimulatedProcess start(List<SimulatedClient> clients, SimulatedClock clock) {
    var process = new SimulatedProcess(clock, null);
    process.start(
        Behaviors.setup(
            context -> {
              for (var client : clients) {
                client.actor =
                    context.spawn(client.behavior(), SimulatedTransport.address(client.id));
              }
              return Behaviors.empty();
            }));
    return process;
  }

  private Behavior<Object> behavior() {
    return Behaviors.setup(
        context -> {
          ActorRef<Object> client = context.spawn(BftClient.create(parts()), CLIENT);
          var ears = new ArrayList<ActorRef<StatusReply<Reply>>>();
          for (int i = 0; i < MOST_AT_ONCE; i++) {
            int index = i;
            ears.add(
                context.spawn(
                    Behaviors.receiveMessage(reply -> hear(index, reply)), "ear-" + index));
          }
          return Behaviors.receive(Object.class)
              .onMessage(
                  InboundFrame.class,
                  wire -> {
                    client.tell(wire);
                    return Behaviors.same();
                  })
              .onMessage(
                  Volley.class,
                  volley -> {
                    for (int i = 0; i < volley.operations().size(); i++) {
                      client.tell(new BftClient.Submit(volley.operations().get(i), ears.get(i)));
                    }
                    return Behaviors.same();
                  })
              .build();
        });
  }

  private BftClient.Parts parts() {
    var ring = around.identities().ring();
    return new BftClient.Parts(
        new BftClient.Self(
            id, around.identities().client(id).signer(), 1, SimulatedTransport.address(id)),
        ring,
        BftClient.RequestTargets.all(ring),
        around.identities().rules().limits(),
        new BftClient.World(
            new SimulatedTransport(
                SimulatedTransport.node(id),
                around.network(),
                Adversary.HONEST,
                (lane, taker) -> {}),
            clock(),
            random.split()),
        ClientSettings.from(around.sizes().settings()));
  }

  private Clock clock() {
    return new Clock() {
      @Override
      public long nanos() {
        return around.clock().now();
      }

      @Override
      public long millis() {
        return around.clock().wall();
      }
    };
  }

  int answered() {
    return answered;
  }

  /** The operations that wait for their answers. */
  List<String> outstanding() {
    return List.copyOf(outstanding.values());
  }

  boolean isDone() {
    return outstanding.isEmpty() && left == 0;
  }

  /**
   * Lets the client ask so many times more.
   *
   * @param longestPause the longest pause between two, in nanoseconds
   */
  void ask(int times, long longestPause) {
    left += times;
    pause = longestPause;
    goOn();
  }

  void receive(Lane lane, Bytes wire) {
    actor.tell(new InboundFrame(wire));
  }

  private void goOn() {
    if (outstanding.isEmpty() && left > 0) {
      around.clock().after(random.nextLong(pause) + 1, this::next);
    }
  }

  private void next() {
    if (!outstanding.isEmpty() || left == 0) {
      return;
    }
    left--;
    number++;
    int count = 1 + random.nextInt(MOST_AT_ONCE);
    var volley = new ArrayList<Bytes>();
    for (int i = 0; i < count; i++) {
      var operation = Operation.of(id, number, i, 0);
      outstanding.put(i, operation);
      around.checkRunner().asked(operation);
      volley.add(padded(operation));
    }
    actor.tell(new Volley(volley));
  }

  private Bytes padded(String operation) {
    var sizes = around.sizes();
    return Operation.padded(operation, sizes.operation(random), sizes.result(random));
  }

  private Behavior<StatusReply<Reply>> hear(int index, StatusReply<Reply> reply) {
    var operation = outstanding.remove(index);
    if (reply.isSuccess()) {
      answered++;
      around.checkRunner().accepted(new Check.Acceptance(operation, reply.getValue().result()));
    } else if (around.sizes().forget() && reply.getError() instanceof Indeterminate) {
      answered++;
    } else {
      around.checkRunner().complain("progress", operation + " failed: " + reply.getError());
    }
    goOn();
    return Behaviors.same();
  }
}
