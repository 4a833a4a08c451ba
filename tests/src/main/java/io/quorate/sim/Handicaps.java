package io.quorate.sim;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Lays handicaps on replicas; the {@link Nemesis} takes them off again when it ends. */
final class Handicaps {

  /** Nanoseconds after which who is to die is switched off. */
  static final long DEATH = 1_000_000_000;

  private static final long LONGER_WRITE = 100_000_000;
  private static final long TIMES_AS_SLOW = 10;

  /** A group all of whose replicas wait so long has a tenth of its rate: a test compares. */
  private static final long SLOWEST_TURN = 5_000_000;

  private static final long SHORTEST_FLAP = 100_000_000;
  private static final long LONGEST_FLAP = 2_000_000_000;

  private final SimulatedClock clock;
  private final SimulatedNetwork network;
  private final List<SimulatedReplica> replicas;
  private final SplittableRandom random;
  private final long calm;

  /**
   * @param calm when it is calm, in nanoseconds
   */
  Handicaps(
      SimulatedClock clock,
      SimulatedNetwork network,
      List<SimulatedReplica> replicas,
      SplittableRandom random,
      long calm) {
    this.clock = clock;
    this.network = network;
    this.replicas = replicas;
    this.random = random;
    this.calm = calm;
  }

  void lay(Map<Integer, Handicap> borne) {
    new TreeMap<>(borne).forEach((replica, kind) -> lay(kind, replicas.get(replica)));
  }

  private void lay(Handicap kind, SimulatedReplica on) {
    switch (kind) {
      case SLOW_DISK -> on.disk().delayBy(LONGER_WRITE);
      case SLOWNESS -> {
        on.disk().slowDown(TIMES_AS_SLOW);
        on.slowDown(SLOWEST_TURN);
      }
      case FLAPPING -> new Flapping(on.index()).begin();
      case DEATH -> clock.after(DEATH, on::crash);
    }
  }

  /** Links that are there and not there in turns. */
  private final class Flapping {
    private final int victim;
    private boolean away;

    Flapping(int victim) {
      this.victim = victim;
    }

    void begin() {
      network.cutUntilCalm((from, to, wire) -> away && isOfVictim(from, to));
      turn();
    }

    private boolean isOfVictim(int from, int to) {
      return (from == victim || to == victim) && from < replicas.size() && to < replicas.size();
    }

    private void turn() {
      if (clock.now() < calm) {
        clock.after(random.nextLong(SHORTEST_FLAP, LONGEST_FLAP), this::flip);
      }
    }

    private void flip() {
      away = !away;
      turn();
    }
  }
}
