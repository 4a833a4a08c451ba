package io.quorate.sim;

import io.quorate.engine.model.message.MessageType;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Draws which disturbance comes when, and ends it again. What is drawn does not depend on which of
 * the disturbances are let happen.
 */
final class Nemesis {

  private static final long MEAN_PAUSE = 900_000_000;
  private static final long LONGEST = 2_500_000_000L;

  /** How long it takes until somebody finds a replica stopped that was started just now. */
  private static final long NOTICED = 1_000_000_000;

  private static final long SLOWEST_TURN = 3_000_000;
  private static final long DISK_FACTOR = 25;
  private static final long WORST_CLOCK = 30_000;
  private static final int HAND_OVERS = 8;

  /** Those that make a replica faulty for good, and come only as long as there may be one more. */
  private static final Set<Disturbance> LASTING =
      EnumSet.of(Disturbance.DAMAGED_DISK, Disturbance.LYING_DISK);

  private final SimulatedClock clock;
  private final SimulatedNetwork network;
  private final List<SimulatedReplica> replicas;
  private final Plan plan;
  private final SplittableRandom random;
  private final Tally tally;
  private final Transcript transcript;
  private final LinkFaults linkFaults;
  private int expendable;
  private int drawn;
  private boolean calm;

  /**
   * @param expendable how many replicas may lose their disks for good
   */
  Nemesis(
      Battlefield field,
      List<SimulatedReplica> replicas,
      Plan plan,
      int expendable,
      SplittableRandom random) {
    this.clock = field.clock();
    this.network = field.network();
    this.tally = field.tally();
    this.transcript = field.transcript();
    this.replicas = replicas;
    this.plan = plan;
    this.expendable = expendable;
    this.random = random;
    this.linkFaults = new LinkFaults(field, replicas, random, () -> calm);
  }

  /** Where it strikes, who counts, and who writes it down. */
  record Battlefield(
      SimulatedClock clock, SimulatedNetwork network, Tally tally, Transcript transcript) {}

  /**
   * What may happen.
   *
   * @param strikes numbers of those drawn that are let happen, from 1; empty for all
   */
  record Plan(List<Disturbance> kinds, Optional<Set<Integer>> strikes) {
    boolean lets(int strike) {
      return strikes.map(each -> each.contains(strike)).orElse(true);
    }
  }

  /** One disturbance, drawn to its end. */
  record Blow(String words, Runnable falling) {}

  void begin() {
    if (!plan.kinds().isEmpty()) {
      clock.after(1 + random.nextLong(2 * MEAN_PAUSE), this::strike);
    }
  }

  /** How many disturbances were drawn, let happen or not. */
  int drawn() {
    return drawn;
  }

  /** Ends all disturbances for good. */
  void end() {
    calm = true;
    transcript.note(() -> "it is calm");
    network.calm();
    for (var replica : replicas) {
      replica.resume();
      replica.slowDown(0);
      replica.skew(0);
      replica.disk().quicken();
      replica.ambush(false);
      replica.disk().fill(false);
      replica.disk().lie(false);
      replica.start();
      clock.after(NOTICED, replica::repair);
    }
  }

  private void strike() {
    if (calm) {
      return;
    }
    long lasting = 50_000_000 + random.nextLong(LONGEST);
    var kind = plan.kinds().get(random.nextInt(plan.kinds().size()));
    var blow = blow(kind, lasting);
    int number = ++drawn;
    if (plan.lets(number)) {
      if (!LASTING.contains(kind)) {
        tally.count(kind.word());
      }
      transcript.note(
          () ->
              "fault "
                  + number
                  + ", "
                  + kind.word()
                  + ": "
                  + blow.words()
                  + " for "
                  + lasting / 1_000_000
                  + " ms");
      blow.falling().run();
    }
    begin();
  }

  private Blow blow(Disturbance kind, long lasting) {
    return switch (kind) {
      case CRASH_ONE -> crash(1, lasting);
      case CRASH_MANY -> crash((replicas.size() - 1) / 3 + 1, lasting);
      case CRASH_ALL -> crash(replicas.size(), lasting);
      case PAUSE -> pause(lasting);
      case SPLIT -> linkFaults.split(lasting);
      case ISOLATE -> linkFaults.isolate(lasting);
      case ONE_WAY -> linkFaults.oneWay(lasting);
      case SLOW -> slow(lasting);
      case SKEW -> skew(lasting);
      case SLOW_DISK -> slowDisk(lasting);
      case FULL_DISK -> fullDisk(lasting);
      case DAMAGED_DISK -> damage(lasting);
      case HALF_PHASE -> linkFaults.halfPhase(lasting);
      case LYING_DISK -> lyingDisk(lasting);
      case AMBUSH -> ambush(lasting);
      case HAND_OVER -> handOver(lasting);
      case LEFT_BEHIND -> leaveBehind(lasting);
      case LYING_REGISTRY -> lyingRegistry(lasting);
      case MOVE ->
          upon(
              linkFaults.some(1).get(0),
              lasting,
              SimulatedReplica::crash,
              SimulatedReplica::joinElsewhere);
    };
  }

  private Blow lyingRegistry(long lasting) {
    var victim = linkFaults.some(1).get(0);
    return new Blow(
        "of " + victim.index() + ", which moves meanwhile,",
        () -> {
          linkFaults.lieAboutAddresses(true);
          victim.crash();
          clock.after(lasting / 2, victim::joinElsewhere);
          clock.after(lasting, () -> linkFaults.lieAboutAddresses(false));
        });
  }

  private Blow crash(int together, long lasting) {
    var victims = linkFaults.some(together);
    var absences = victims.stream().map(each -> 1 + random.nextLong(lasting)).toList();
    return new Blow(
        "of " + indices(victims) + ", each back within",
        () -> {
          for (int i = 0; i < victims.size(); i++) {
            victims.get(i).crash();
            clock.after(absences.get(i), victims.get(i)::start);
          }
        });
  }

  private Blow pause(long lasting) {
    return upon(
        linkFaults.some(1).get(0), lasting, SimulatedReplica::pause, SimulatedReplica::resume);
  }

  private Blow slow(long lasting) {
    return upon(
        linkFaults.some(1).get(0),
        lasting,
        each -> each.slowDown(SLOWEST_TURN),
        each -> each.slowDown(0));
  }

  private Blow skew(long lasting) {
    var victim = linkFaults.some(1).get(0);
    long first = random.nextLong(-WORST_CLOCK, WORST_CLOCK);
    long second = random.nextLong(-WORST_CLOCK, WORST_CLOCK);
    return new Blow(
        "of " + victim.index() + " by " + first + " ms, then " + second + " ms",
        () -> {
          victim.skew(first);
          clock.after(lasting / 2, () -> victim.skew(calm ? 0 : second));
          clock.after(lasting, () -> victim.skew(0));
        });
  }

  private Blow slowDisk(long lasting) {
    return upon(
        linkFaults.some(1).get(0),
        lasting,
        each -> each.disk().slowDown(DISK_FACTOR),
        each -> each.disk().slowDown(1));
  }

  private Blow fullDisk(long lasting) {
    return upon(
        linkFaults.some(1).get(0),
        lasting,
        each -> each.disk().fill(true),
        each -> {
          each.disk().fill(false);
          each.repair();
        });
  }

  /** A disk is damaged while nobody looks, which is noticed at the next start. */
  private Blow damage(long lasting) {
    var victim = linkFaults.some(1).get(0);
    return new Blow(
        "of " + victim.index() + ", repaired after",
        () -> {
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
        });
  }

  /** What is acknowledged meanwhile is gone in the end, or at a crash before. */
  private Blow lyingDisk(long lasting) {
    var victim = linkFaults.some(1).get(0);
    long absence = 1 + random.nextLong(lasting);
    return new Blow(
        "of " + victim.index() + ", then off and on again,",
        () -> {
          if (expendable == 0 || victim.isLearner()) {
            return;
          }
          expendable--;
          tally.count(Disturbance.LYING_DISK.word());
          victim.deceive();
          clock.after(lasting, () -> powerFailure(victim, absence));
        });
  }

  private void powerFailure(SimulatedReplica victim, long absence) {
    if (!calm) {
      victim.crash();
      victim.disk().lie(false);
      clock.after(absence, victim::start);
    }
  }

  /**
   * Alone for long enough to need the state; what it fetches does not come for a while then, and in
   * that while the others change views, which it must write down.
   */
  private Blow ambush(long lasting) {
    var victim = linkFaults.some(1).get(0);
    int place = victim.index();
    long alone = NOTICED + lasting;
    var cut =
        linkFaults.cut("of " + place, (from, to, wire) -> from == place || to == place, alone);
    var waiting =
        linkFaults.cut(
            "",
            (from, to, wire) -> to == place && LinkFaults.isOf(MessageType.STATE_CHUNK, wire),
            2 * NOTICED);
    return new Blow(
        cut.words(),
        () -> {
          cut.falling().run();
          victim.ambush(true);
          clock.after(alone, waiting.falling());
          clock.after(alone + NOTICED, this::relieve);
          clock.after(alone + 3 * NOTICED, () -> spare(victim));
        });
  }

  /**
   * One falls more than a window behind; then all are switched off, and all but another one are
   * back at once.
   */
  private Blow leaveBehind(long lasting) {
    var pair = linkFaults.some(2);
    var dead = pair.get(1);
    int place = pair.get(0).index();
    long alone = NOTICED + lasting;
    var cut =
        linkFaults.cut("of " + place, (from, to, wire) -> from == place || to == place, alone);
    return new Blow(
        cut.words() + ", then off all, " + dead.index() + " for longer",
        () -> {
          cut.falling().run();
          clock.after(alone, () -> restartBut(dead));
          clock.after(alone + 2 * NOTICED, () -> startAgain(dead));
        });
  }

  private void restartBut(SimulatedReplica dead) {
    if (!calm) {
      replicas.forEach(SimulatedReplica::crash);
      replicas.stream().filter(each -> each != dead).forEach(SimulatedReplica::start);
    }
  }

  private void startAgain(SimulatedReplica dead) {
    if (!calm) {
      dead.start();
    }
  }

  private static void spare(SimulatedReplica victim) {
    victim.ambush(false);
    victim.repair();
  }

  private Blow handOver(long lasting) {
    long pause = 1 + random.nextLong(lasting / HAND_OVERS);
    return new Blow(
        "of all, " + HAND_OVERS + " times",
        () -> {
          for (int i = 0; i < HAND_OVERS; i++) {
            clock.after(1 + i * pause, this::relieve);
          }
        });
  }

  private void relieve() {
    if (!calm) {
      replicas.forEach(SimulatedReplica::handOver);
    }
  }

  /** What a disturbance does to a replica. */
  private interface Touch {
    void on(SimulatedReplica victim);
  }

  private Blow upon(SimulatedReplica victim, long lasting, Touch first, Touch last) {
    return new Blow(
        "of " + victim.index(),
        () -> {
          first.on(victim);
          clock.after(lasting, () -> last.on(victim));
        });
  }

  static List<Integer> indices(List<SimulatedReplica> of) {
    return of.stream().map(SimulatedReplica::index).toList();
  }
}
