package io.quorate.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Draws which disturbance comes when, and ends it again. */
final class Nemesis {

  private static final long MEAN_PAUSE = 900_000_000;
  private static final long LONGEST = 2_500_000_000L;

  private final SimulatedClock clock;
  private final SimulatedNetwork network;
  private final List<SimulatedReplica> replicas;
  private final List<Disturbance> kinds;
  private final SplittableRandom random;
  private boolean calm;

  Nemesis(
      SimulatedClock clock,
      SimulatedNetwork network,
      List<SimulatedReplica> replicas,
      List<Disturbance> kinds,
      SplittableRandom random) {
    this.clock = clock;
    this.network = network;
    this.replicas = replicas;
    this.kinds = kinds;
    this.random = random;
  }

  void begin() {
    if (!kinds.isEmpty()) {
      clock.after(1 + random.nextLong(2 * MEAN_PAUSE), this::strike);
    }
  }

  /** Ends all disturbances for good. */
  void end() {
    calm = true;
    network.cut(SimulatedNetwork.Cut.NONE);
    network.weather(SimulatedNetwork.Weather.CALM);
    replicas.forEach(SimulatedReplica::resume);
    replicas.forEach(SimulatedReplica::start);
  }

  private void strike() {
    if (calm) {
      return;
    }
    long lasting = 50_000_000 + random.nextLong(LONGEST);
    switch (kinds.get(random.nextInt(kinds.size()))) {
      case CRASH_ONE -> crash(1, lasting);
      case CRASH_MANY -> crash((replicas.size() - 1) / 3 + 1, lasting);
      case CRASH_ALL -> crash(replicas.size(), lasting);
      case PAUSE -> pause(lasting);
      case SPLIT -> split(lasting);
      case ISOLATE -> isolate(lasting);
      case ONE_WAY -> oneWay(lasting);
    }
    begin();
  }

  private void crash(int together, long lasting) {
    for (var victim : some(together)) {
      victim.crash();
      clock.after(1 + random.nextLong(lasting), victim::start);
    }
  }

  private void pause(long lasting) {
    var victim = some(1).get(0);
    victim.pause();
    clock.after(lasting, victim::resume);
  }

  private void split(long lasting) {
    var side = some(replicas.size() / 2).stream().map(SimulatedReplica::index).toList();
    cut((from, to) -> isReplica(from, to) && side.contains(from) != side.contains(to), lasting);
  }

  private void isolate(long lasting) {
    int victim = some(1).get(0).index();
    cut((from, to) -> isReplica(from, to) && (from == victim || to == victim), lasting);
  }

  private void oneWay(long lasting) {
    int victim = some(1).get(0).index();
    boolean deaf = random.nextBoolean();
    cut((from, to) -> isReplica(from, to) && (deaf ? to : from) == victim, lasting);
  }

  private void cut(SimulatedNetwork.Cut cut, long lasting) {
    network.cut(cut);
    clock.after(
        lasting,
        () -> {
          if (!calm) {
            network.cut(SimulatedNetwork.Cut.NONE);
          }
        });
  }

  private boolean isReplica(int from, int to) {
    return from < replicas.size() && to < replicas.size();
  }

  private List<SimulatedReplica> some(int count) {
    var pool = new ArrayList<>(replicas);
    var drawn = new ArrayList<SimulatedReplica>();
    for (int i = 0; i < count; i++) {
      drawn.add(pool.remove(random.nextInt(pool.size())));
    }
    return drawn;
  }
}
