package io.quorate.sim;

import io.quorate.engine.model.message.MessageType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A group of replicas and clients in one thread and virtual time, where chance is one number.
 *
 * <pre>
 *   var run = SimulatedGroup.of(4).seed(7).losing(0.1).equivocating(0).requests(200).run();
 * </pre>
 *
 * <p>Faults last for a while; then it is calm, and everything must be answered.
 */
public final class SimulatedGroup {

  private static final long USUAL = 2_000_000;
  private static final long SLOW = 60_000_000;

  private final int replicas;
  private final List<Disturbance> disturbances = new ArrayList<>();
  private final Map<Integer, Function<Adversary.Means, Adversary>> liars = new TreeMap<>();
  private long seed;
  private int requests = 60;
  private double loss;
  private double duplication;
  private boolean reordering;
  private long slowest = USUAL;
  private int doubleDealers;
  private boolean real;
  private Parts parts = new Parts();

  private SimulatedGroup(int replicas) {
    this.replicas = replicas;
  }

  public static SimulatedGroup of(int replicas) {
    return new SimulatedGroup(replicas);
  }

  public SimulatedGroup seed(long chance) {
    seed = chance;
    return this;
  }

  /** How many requests the clients ask during the faults; a few more follow when it is calm. */
  public SimulatedGroup requests(int count) {
    requests = count;
    return this;
  }

  public SimulatedGroup losing(double share) {
    loss = share;
    return this;
  }

  public SimulatedGroup duplicating(double share) {
    duplication = share;
    return this;
  }

  public SimulatedGroup reordering() {
    reordering = true;
    return this;
  }

  /** Messages take up to 60 ms, not 2. */
  public SimulatedGroup delaying() {
    slowest = SLOW;
    return this;
  }

  public SimulatedGroup suffering(Disturbance... kinds) {
    disturbances.addAll(List.of(kinds));
    return this;
  }

  public SimulatedGroup crashing() {
    return suffering(Disturbance.CRASH_ONE, Disturbance.CRASH_MANY, Disturbance.CRASH_ALL);
  }

  public SimulatedGroup pausing() {
    return suffering(Disturbance.PAUSE);
  }

  public SimulatedGroup partitioning() {
    return suffering(Disturbance.SPLIT, Disturbance.ISOLATE, Disturbance.ONE_WAY);
  }

  /** This replica tells one half one thing and the other half another; several conspire. */
  public SimulatedGroup equivocating(int replica) {
    return lying(replica, Equivocator::new);
  }

  /** This replica proposes nothing. */
  public SimulatedGroup silent(int replica) {
    var proposals = EnumSet.of(MessageType.PRE_PREPARE, MessageType.NEW_VIEW);
    return lying(replica, means -> new Silencer(proposals, to -> true));
  }

  /** This replica says nothing at all. */
  public SimulatedGroup mute(int replica) {
    return lying(replica, means -> new Silencer(EnumSet.allOf(MessageType.class), to -> true));
  }

  /** This replica leaves another one out. */
  public SimulatedGroup omitting(int replica, int omitted) {
    var all = EnumSet.allOf(MessageType.class);
    return lying(replica, means -> new Silencer(all, to -> to == omitted));
  }

  /** This replica leaves the one after it out. */
  public SimulatedGroup omittingTheNext(int replica) {
    return omitting(replica, (replica + 1) % replicas);
  }

  /** This replica changes much of what it says. */
  public SimulatedGroup mutating(int replica) {
    return lying(replica, means -> new Mutator(means, 0.3));
  }

  /** This replica, when it is the primary, orders again what was ordered before. */
  public SimulatedGroup replaying(int replica) {
    return lying(replica, Replayer::new);
  }

  /** So many clients sign two requests under each name. */
  public SimulatedGroup doubleDealing(int clients) {
    doubleDealers = clients;
    return this;
  }

  /** Ed25519 in place of keyed hashes: slow. */
  public SimulatedGroup signingForReal() {
    real = true;
    return this;
  }

  SimulatedGroup on(Parts broken) {
    parts = broken;
    return this;
  }

  SimulatedGroup lying(int replica, Function<Adversary.Means, Adversary> nature) {
    liars.put(replica, nature);
    return this;
  }

  public Run run() {
    var weather = new SimulatedNetwork.Weather(loss, duplication, reordering, slowest);
    return new Simulation(
            new Scenario(
                replicas,
                seed,
                requests,
                weather,
                List.copyOf(disturbances),
                Map.copyOf(liars),
                doubleDealers,
                real,
                parts))
        .run();
  }
}
