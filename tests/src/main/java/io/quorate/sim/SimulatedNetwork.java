package io.quorate.sim;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.spi.Transport.Lane;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Carries octets between nodes, as well as the weather allows. */
final class SimulatedNetwork {

  /** A home that no node has. */
  private static final int NOWHERE = 999;

  private static final long FASTEST = 200_000;

  private final SimulatedClock clock;
  private final SplittableRandom random;
  private final Trace trace;
  private final TreeMap<Integer, Receiver> nodes = new TreeMap<>();
  private final Map<Connection, Long> lastArrival = new HashMap<>();
  private final Map<Connection, Long> lastDeparture = new HashMap<>();
  private Costs costs = Costs.FREE;
  private Weather weather = Weather.CALM;
  private Tap tap = (from, wire) -> {};
  private Cut cut = Cut.NONE;
  private Cut standing = Cut.NONE;
  private Drag drag = Drag.NONE;
  private final TreeMap<Integer, String> addresses = new TreeMap<>();
  private boolean registryLies;
  private final Map<Integer, Integer> doubles = new HashMap<>();
  private final Map<Integer, Consumer<String>> watchers = new HashMap<>();
  private final Set<Integer> deaf = new HashSet<>();
  private final Tally tally;

  /**
   * @param loss share of messages that are lost
   * @param duplication share of messages that come twice
   * @param reordering whether a later message may overtake an earlier one on the same link
   * @param slowest nanoseconds that a message may take
   * @param corruption share of messages of which an octet changes on the way
   */
  record Weather(
      double loss, double duplication, boolean reordering, long slowest, double corruption) {
    static final Weather CALM = new Weather(0, 0, false, 2_000_000, 0);
  }

  /** What keeps its order: a link, or one lane of it when that takes time. */
  private record Connection(int from, int to, Optional<Lane> lane) {}

  /** Takes what arrives at a node. */
  interface Receiver {
    void receive(Lane lane, Bytes wire);
  }

  /** Hears everything that is sent. */
  interface Tap {
    void passing(int from, Bytes wire);
  }

  /** Which links carry nothing, or nothing that says this. */
  interface Cut {
    Cut NONE = (from, to, wire) -> false;

    boolean separates(int from, int to, Bytes wire);

    /** What this one does not let pass, or the other one does not. */
    default Cut or(Cut other) {
      return (from, to, wire) -> separates(from, to, wire) || other.separates(from, to, wire);
    }
  }

  /** How many nanoseconds longer than others something takes. */
  interface Drag {
    Drag NONE = (from, to, wire) -> 0;

    long delay(int from, int to, Bytes wire);
  }

  SimulatedNetwork(SimulatedClock clock, SplittableRandom random, Trace trace, Tally tally) {
    this.tally = tally;
    this.clock = clock;
    this.random = random;
    this.trace = trace;
  }

  void join(int node, Receiver receiver) {
    nodes.put(node, receiver);
  }

  void tap(Tap ear) {
    tap = ear;
  }

  void weather(Weather now) {
    weather = now;
  }

  void costs(Costs ofLinks) {
    costs = ofLinks;
  }

  /** Takes the place of the cut before it. */
  void cut(Cut now) {
    cut = now;
  }

  /** This is cut until it is calm, whatever else is. */
  void cutUntilCalm(Cut also) {
    standing = standing.or(also);
  }

  /** This takes longer until it is calm. */
  void dragUntilCalm(Drag how) {
    drag = how;
  }

  /** From now on everything arrives, once and soon. */
  void calm() {
    weather = Weather.CALM;
    cut = Cut.NONE;
    standing = Cut.NONE;
    drag = Drag.NONE;
  }

  /** Tells this node from now on at which addresses nobody listens, when it sends there. */
  void watch(int node, Consumer<String> refusals) {
    watchers.put(node, refusals);
  }

  /** A node listens here from now on, and nowhere else. */
  void settle(int node, String address) {
    addresses.put(node, address);
    deaf.remove(node);
  }

  /** Nothing listens where this node was; its machine refuses what comes. */
  void leave(int node) {
    deaf.add(node);
  }

  boolean isAt(int node, String address) {
    return addresses.getOrDefault(node, address).equals(address);
  }

  /** Where nodes listen, as a registry tells, unless it lies. */
  Set<String> addresses() {
    return registryLies ? lies() : new TreeSet<>(addresses.values());
  }

  /** The registry leaves out half of the nodes, and names others that nobody listens at. */
  void lieAboutAddresses(boolean lies) {
    registryLies = lies;
  }

  private Set<String> lies() {
    var told = new TreeSet<String>();
    addresses.forEach(
        (node, address) -> told.add(node % 2 == 0 ? address : Identities.address(node, NOWHERE)));
    return told;
  }

  /** What is sent to the first node reaches the second one, too. */
  void doubled(int node, int other) {
    doubles.put(node, other);
  }

  /** The same later, by so many nanoseconds. */
  void send(int from, int to, Lane lane, Bytes wire, long delay) {
    if (delay == 0) {
      send(from, to, lane, wire);
    } else {
      clock.after(delay, () -> send(from, to, lane, wire));
    }
  }

  void send(int from, int to, Lane lane, Bytes wire) {
    tap.passing(from, wire);
    offer(from, to, lane, wire);
    if (doubles.containsKey(to)) {
      offer(from, doubles.get(to), lane, wire);
    }
  }

  private void offer(int from, int to, Lane lane, Bytes wire) {
    if (cut.separates(from, to, wire) || standing.separates(from, to, wire)) {
      tally.count("message cut off");
      return;
    }
    if (random.nextDouble() < weather.loss()) {
      tally.count("message lost");
      return;
    }
    if (deaf.contains(to) && watchers.containsKey(from)) {
      tally.count("message refused");
      watchers.get(from).accept(addresses.get(to));
    }
    carry(from, to, lane, weathered(wire));
    if (random.nextDouble() < weather.duplication()) {
      tally.count("message doubled");
      carry(from, to, lane, wire);
    }
  }

  private Bytes weathered(Bytes wire) {
    if (weather.corruption() == 0 || random.nextDouble() >= weather.corruption()) {
      return wire;
    }
    tally.count("message corrupted");
    var octets = wire.toArray();
    octets[random.nextInt(octets.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
    return Bytes.wrap(octets);
  }

  private void carry(int from, int to, Lane lane, Bytes wire) {
    var connection = new Connection(from, to, Optional.of(lane));
    long arrival =
        departure(connection, lane, wire)
            + FASTEST
            + random.nextLong(weather.slowest())
            + drag.delay(from, to, wire);
    if (!weather.reordering()) {
      var order = costs.areFree() ? new Connection(from, to, Optional.empty()) : connection;
      arrival = Math.max(arrival, lastArrival.getOrDefault(order, 0L) + 1);
      lastArrival.put(order, arrival);
    }
    clock.after(
        arrival - clock.now(),
        () -> {
          trace.note(clock.now(), from, to, wire.hashCode());
          nodes.get(to).receive(lane, wire);
        });
  }

  /** When all of it is on its way: what the sender does is done first, and what it sent before. */
  private long departure(Connection connection, Lane lane, Bytes wire) {
    long ready = clock.now() + SimulatedProcess.spent();
    long bytes = costs.sending(lane, wire);
    if (bytes == 0) {
      return ready;
    }
    long gone = Math.max(ready, lastDeparture.getOrDefault(connection, 0L)) + bytes;
    lastDeparture.put(connection, gone);
    return gone;
  }
}
