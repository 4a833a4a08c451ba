package io.quorate.sim;

import io.quorate.engine.codec.MessageCodec;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.message.MessageType;
import io.quorate.sim.Nemesis.Blow;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/** Disturbances of links between replicas, drawn for a {@link Nemesis}. */
final class LinkFaults {

  private static final List<MessageType> PHASES =
      List.of(MessageType.PRE_PREPARE, MessageType.PREPARE, MessageType.COMMIT);

  private final SimulatedClock clock;
  private final SimulatedNetwork network;
  private final List<SimulatedReplica> replicas;
  private final SplittableRandom random;
  private final BooleanSupplier calm;

  LinkFaults(
      Nemesis.Battlefield field,
      List<SimulatedReplica> replicas,
      SplittableRandom random,
      BooleanSupplier calm) {
    this.clock = field.clock();
    this.network = field.network();
    this.replicas = replicas;
    this.random = random;
    this.calm = calm;
  }

  /** What the registry tells of where nodes are. */
  void lieAboutAddresses(boolean lies) {
    network.lieAboutAddresses(lies);
  }

  Blow split(long lasting) {
    var side = Nemesis.indices(some(replicas.size() / 2));
    return cut("of " + side, (from, to, wire) -> side.contains(from) != side.contains(to), lasting);
  }

  Blow isolate(long lasting) {
    int victim = some(1).get(0).index();
    return cut("of " + victim, (from, to, wire) -> from == victim || to == victim, lasting);
  }

  Blow oneWay(long lasting) {
    int victim = some(1).get(0).index();
    boolean deaf = random.nextBoolean();
    return cut(
        "of " + victim + ", which is " + (deaf ? "deaf" : "mute"),
        (from, to, wire) -> (deaf ? to : from) == victim,
        lasting);
  }

  /** The others' certificates are unknown to a view that begins without their VIEW-CHANGEs. */
  Blow halfPhase(long lasting) {
    var kind = PHASES.get(random.nextInt(PHASES.size()));
    var without = Nemesis.indices(some(1 + random.nextInt(replicas.size() - 1)));
    boolean unheard = random.nextBoolean();
    return cut(
        "no " + kind + (unheard ? " nor others' VIEW_CHANGE" : "") + " to " + without,
        (from, to, wire) ->
            without.contains(to)
                && (isOf(kind, wire)
                    || (unheard && !without.contains(from) && isOf(MessageType.VIEW_CHANGE, wire))),
        lasting);
  }

  static boolean isOf(MessageType kind, Bytes wire) {
    var found = new boolean[1];
    MessageCodec.open(wire)
        .match(opened -> found[0] = opened.statement().type() == kind, undecodable -> {});
    return found[0];
  }

  /** Between replicas only. */
  Blow cut(String words, SimulatedNetwork.Cut cut, long lasting) {
    return new Blow(
        words,
        () -> {
          if (calm.getAsBoolean()) {
            return;
          }
          network.cut((from, to, wire) -> isReplica(from, to) && cut.separates(from, to, wire));
          clock.after(
              lasting,
              () -> {
                if (!calm.getAsBoolean()) {
                  network.cut(SimulatedNetwork.Cut.NONE);
                }
              });
        });
  }

  private boolean isReplica(int from, int to) {
    return from < replicas.size() && to < replicas.size();
  }

  /** So many replicas, each as likely as another. */
  List<SimulatedReplica> some(int count) {
    var pool = new ArrayList<>(replicas);
    var drawn = new ArrayList<SimulatedReplica>();
    for (int i = 0; i < count; i++) {
      drawn.add(pool.remove(random.nextInt(pool.size())));
    }
    return drawn;
  }
}
