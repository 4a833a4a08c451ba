package io.quorate.sim;

import io.quorate.sim.adversary.Adversary;
import io.quorate.sim.adversary.ClientFault;
import io.quorate.sim.adversary.Mutation;
import io.quorate.sim.adversary.Mutator;
import io.quorate.sim.adversary.ReplicaFault;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;
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

  static final int REQUESTS = 60;
  static final int CLIENTS = 6;

  /** Milliseconds until it is calm. */
  static final long TROUBLE = 8_000;

  private static final long USUAL = 2_000_000;
  private static final long SLOW = 60;
  static final long LONGEST_PAUSE = 150_000_000;
  private static final long SHORTEST_PAUSE = 1_000;

  private static final int INTERVAL = 8;
  private static final int NARROW = 4;
  private static final int INTERVALS = 4;

  private final int replicas;
  private final List<Disturbance> disturbances = new ArrayList<>();
  private final Map<Integer, Function<Adversary.Means, Adversary>> liars = new TreeMap<>();
  private long seed;
  private int requests = REQUESTS;
  private double loss;
  private double duplication;
  private double corruption;
  private boolean reordering;
  private long slowest = USUAL;
  private final Map<Integer, Handicap> handicaps = new TreeMap<>();
  private final List<ClientFault> clientFault = new ArrayList<>();
  private Optional<Twins.Plan> twins = Optional.empty();
  private final Set<Integer> absent = new TreeSet<>();
  private long longestPause = LONGEST_PAUSE;
  private int interval = INTERVAL;
  private Sizes sizes = Sizes.TINY;
  private Costs costs = Costs.FREE;
  private boolean unhurried;
  private boolean real;
  private SimulatedParts parts = new SimulatedParts();
  private int clients = CLIENTS;
  private long trouble = TROUBLE;
  private Optional<Set<Integer>> strikes = Optional.empty();
  private Transcript transcript = Transcript.none();
  private SimulatedNetwork.Cut cut = SimulatedNetwork.Cut.NONE;
  private SimulatedNetwork.Drag drag = SimulatedNetwork.Drag.NONE;

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

  /** How many clients share the requests. */
  SimulatedGroup clients(int count) {
    clients = count;
    return this;
  }

  /** Of the disturbances that are drawn only these are let happen; they count from 1. */
  SimulatedGroup strikes(Set<Integer> numbers) {
    strikes = Optional.of(numbers);
    return this;
  }

  SimulatedGroup telling(Transcript to) {
    transcript = to;
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

  /** This share of messages has an octet changed on its way. */
  public SimulatedGroup corrupting(double share) {
    corruption = share;
    return this;
  }

  public SimulatedGroup reordering() {
    reordering = true;
    return this;
  }

  /** Messages take up to 60 ms, not 2. */
  public SimulatedGroup delaying() {
    return delayingUpTo(SLOW);
  }

  /** Messages take up to so many milliseconds, not 2. */
  public SimulatedGroup delayingUpTo(long millis) {
    slowest = millis * 1_000_000;
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

  /** Until it is calm, links between these replicas carry nothing. */
  public SimulatedGroup cutting(BiPredicate<Integer, Integer> links) {
    return cutting((from, to, wire) -> from < replicas && to < replicas && links.test(from, to));
  }

  /** Until it is calm, this is not carried. */
  SimulatedGroup cutting(SimulatedNetwork.Cut what) {
    cut = cut.or(what);
    return this;
  }

  /** Until it is calm, this replica is alone. */
  public SimulatedGroup isolating(int replica) {
    return cutting((from, to) -> from == replica || to == replica);
  }

  /** Until it is calm, this replica bears that. */
  public SimulatedGroup bearing(int replica, Handicap kind) {
    handicaps.put(replica, kind);
    return this;
  }

  /** These replicas are switched on only when it is calm. */
  public SimulatedGroup without(Integer... missing) {
    absent.addAll(List.of(missing));
    return this;
  }

  /** How long faults last, in milliseconds. */
  public SimulatedGroup troubledFor(long millis) {
    trouble = millis;
    return this;
  }

  /** Clients ask again as soon as they are answered. */
  public SimulatedGroup eager() {
    longestPause = SHORTEST_PAUSE;
    return this;
  }

  /** Every replica asks for another primary whenever its low mark moves. */
  public SimulatedGroup handingOverAtCheckpoints() {
    return on(
        new SimulatedParts() {
          @Override
          void stable(SimulatedReplica replica) {
            replica.handOver();
          }
        });
  }

  /** Until it is calm, what is sent takes this much longer. */
  SimulatedGroup dragging(SimulatedNetwork.Drag how) {
    drag = how;
    return this;
  }

  /** Clients spread what they ask over all of the time of the faults. */
  public SimulatedGroup unhurried() {
    unhurried = true;
    return this;
  }

  /** Few slots between checkpoints, and few open above them: who is away soon needs the state. */
  SimulatedGroup narrow() {
    interval = NARROW;
    return this;
  }

  /** What is asked and told is as large as this, and so are the group's limits. */
  SimulatedGroup of(Sizes these) {
    sizes = these;
    return this;
  }

  /** Work takes time. */
  SimulatedGroup costing(Costs these) {
    costs = these;
    return this;
  }

  /** This replica is Byzantine. */
  public SimulatedGroup lying(int replica, ReplicaFault fault) {
    return lying(replica, fault::of);
  }

  /** This replica tells one half one thing and the other half another; several conspire. */
  public SimulatedGroup equivocating(int replica) {
    return lying(replica, ReplicaFault.EQUIVOCATION);
  }

  /** This replica proposes nothing. */
  public SimulatedGroup silent(int replica) {
    return lying(replica, ReplicaFault.SILENCE);
  }

  /** This replica says nothing at all. */
  public SimulatedGroup mute(int replica) {
    return lying(replica, ReplicaFault.MUTENESS);
  }

  /** This replica leaves another one out. */
  public SimulatedGroup omitting(int replica, int omitted) {
    return lying(replica, means -> ReplicaFault.omitting(omitted));
  }

  /** This replica changes much of what it says. */
  public SimulatedGroup mutating(int replica) {
    return lying(replica, ReplicaFault.MUTATION);
  }

  /** This replica makes this one change to every message that it can be made to. */
  public SimulatedGroup mutating(int replica, Mutation mutation) {
    return lying(replica, means -> new Mutator(means, List.of(mutation), 1.0));
  }

  /** This replica, when it is the primary, orders again what was ordered before. */
  public SimulatedGroup replaying(int replica) {
    return lying(replica, ReplicaFault.REPLAY);
  }

  /**
   * This replica is two nodes with one key.
   *
   * @param sides one number a view from 0 on: bit i is the side of replica i, bit n that of the
   *     second twin; what is said in that view crosses no side
   */
  public SimulatedGroup twins(int replica, List<Integer> sides) {
    twins = Optional.of(new Twins.Plan(replica, List.copyOf(sides)));
    return lying(replica, means -> Adversary.HONEST);
  }

  /** One more client, up to this. */
  public SimulatedGroup suffering(ClientFault kind) {
    clientFault.add(kind);
    return this;
  }

  /** So many clients sign two requests under each name. */
  public SimulatedGroup doubleDealing(int clients) {
    clientFault.addAll(Collections.nCopies(clients, ClientFault.CLIENT_EQUIVOCATION));
    return this;
  }

  /** Ed25519 in place of keyed hashes: slow. */
  public SimulatedGroup signingForReal() {
    real = true;
    return this;
  }

  SimulatedGroup on(SimulatedParts broken) {
    parts = broken;
    return this;
  }

  SimulatedGroup lying(int replica, Function<Adversary.Means, Adversary> fault) {
    liars.put(replica, fault);
    return this;
  }

  /** Pauses are half as long as the longest one in the mean. */
  private long spread() {
    return Math.max(1, 2 * trouble * 1_000_000 * clients / requests);
  }

  public Run run() {
    var weather = new SimulatedNetwork.Weather(loss, duplication, reordering, slowest, corruption);
    return new Simulation(
            new Scenario(
                replicas,
                sizes.rules(interval, INTERVALS * interval),
                seed,
                sizes.requests(requests),
                sizes.clients(clients),
                trouble * 1_000_000,
                weather,
                cut,
                drag,
                new Nemesis.Plan(List.copyOf(disturbances), strikes),
                Map.copyOf(handicaps),
                Map.copyOf(liars),
                List.copyOf(clientFault),
                twins,
                Set.copyOf(absent),
                unhurried ? spread() : longestPause,
                real,
                sizes,
                costs,
                parts,
                transcript))
        .run();
  }
}
