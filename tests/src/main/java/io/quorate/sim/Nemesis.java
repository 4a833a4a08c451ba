package io.quorate.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Draws which disturbance comes when, and ends it again. */
final class Nemesis {

  private static final long MEAN_PAUSE = 900_000_000;
  private static final long LONGEST = 2_500_000_000L;

  /** How long it takes until somebody finds a replica stopped that was started just now. */
  private static final long NOTICED = 1_000_000_000;

  private static final long SLOWEST_TURN = 3_000_000;
  private static final long DISK_FACTOR = 25;
  private static final long WORST_CLOCK = 30_000;

  private final SimulatedClock clock;
  private final SimulatedNetwork network;
  private final List<SimulatedReplica> replicas;
  private final List<Disturbance> kinds;
  private final SplittableRandom random;
  private final Tally tally;
  private int expendable;
  private boolean calm;

  /**
   * @param expendable how many replicas may lose their disks for good
   */
  Nemesis(
      Battlefield field,
      List<SimulatedReplica> replicas,
      List<Disturbance> kinds,
      int expendable,
      SplittableRandom random) {
    this.clock = field.clock();
    this.network = field.network();
    this.tally = field.tally();
    this.replicas = replicas;
    this.kinds = kinds;
    this.expendable = expendable;
    this.random = random;
  }

  /** Where it strikes, and who counts. */
  record Battlefield(SimulatedClock clock, SimulatedNetwork network, Tally tally) {}

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
    for (var replica : replicas) {
      replica.resume();
      replica.slowDown(0);
      replica.skew(0);
      replica.disk().slowDown(1);
      replica.disk().fill(false);
      replica.start();
      clock.after(NOTICED, replica::repair);
    }
  }

  private void strike() {
    if (calm) {
      return;
    }
    long lasting = 50_000_000 + random.nextLong(LONGEST);
    var kind = kinds.get(random.nextInt(kinds.size()));
    if (kind != Disturbance.DAMAGED_DISK) {
      tally.count(kind.word());
    }
    switch (kind) {
      case CRASH_ONE -> crash(1, lasting);
      case CRASH_MANY -> crash((replicas.size() - 1) / 3 + 1, lasting);
      case CRASH_ALL -> crash(replicas.size(), lasting);
      case PAUSE -> pause(lasting);
      case SPLIT -> split(lasting);
      case ISOLATE -> isolate(lasting);
      case ONE_WAY -> oneWay(lasting);
      case SLOW -> slow(lasting);
      case SKEW -> skew(lasting);
      case SLOW_DISK -> slowDisk(lasting);
      case FULL_DISK -> fullDisk(lasting);
      case DAMAGED_DISK -> damage(lasting);
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

  private void slow(long lasting) {
    var victim = some(1).get(0);
    victim.slowDown(SLOWEST_TURN);
    clock.after(lasting, () -> victim.slowDown(0));
  }

  private void skew(long lasting) {
    var victim = some(1).get(0);
    victim.skew(random.nextLong(-WORST_CLOCK, WORST_CLOCK));
    clock.after(
        lasting / 2, () -> victim.skew(calm ? 0 : random.nextLong(-WORST_CLOCK, WORST_CLOCK)));
    clock.after(lasting, () -> victim.skew(0));
  }

  private void slowDisk(long lasting) {
    var victim = some(1).get(0);
    victim.disk().slowDown(DISK_FACTOR);
    clock.after(lasting, () -> victim.disk().slowDown(1));
  }

  private void fullDisk(long lasting) {
    var victim = some(1).get(0);
    victim.disk().fill(true);
    clock.after(
        lasting,
        () -> {
          victim.disk().fill(false);
          victim.repair();
        });
  }

  /** A disk is damaged while nobody looks, which is noticed at the next start. */
  private void damage(long lasting) {
    var victim = some(1).get(0);
    if (expendable == 0 || victim.isLearner()) {
      return;
    }
    victim.crash();
    if (victim.disk().corrupt()) {
      expendable--;
      tally.count(Disturbance.DAMAGED_DISK.word());
    }
    victim.start();
    clock.after(lasting, victim::repair);
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
