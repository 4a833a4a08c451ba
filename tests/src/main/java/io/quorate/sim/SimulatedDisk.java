package io.quorate.sim;

import io.quorate.engine.core.Recollection;
import io.quorate.engine.model.Fact;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.certificate.StableCheckpoint;
import io.quorate.engine.model.message.Message.Decided.Decision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * One replica's disk: a vote journal, a commit journal and the newest snapshot. Each write becomes
 * durable after a drawn delay, in order within its file; a crash loses what was not.
 */
class SimulatedDisk {

  private static final long SLOWEST_WRITE = 8_000_000;

  private final SimulatedClock clock;
  private final SplittableRandom random;
  private List<Fact> facts = new ArrayList<>();
  private final List<Decision> decisions = new ArrayList<>();
  private Optional<Saved> saved = Optional.empty();
  private final long[] busyUntil = new long[3];
  private int life;

  /** A state and why it may be believed. */
  record Saved(StableCheckpoint checkpoint, Snapshot snapshot) {}

  SimulatedDisk(SimulatedClock clock, SplittableRandom random) {
    this.clock = clock;
    this.random = random;
  }

  void writeVotes(List<Fact> group, Runnable durable) {
    write(
        0,
        () -> {
          facts.addAll(group);
          durable.run();
        });
  }

  void writeDecision(Decision decision, Runnable durable) {
    write(
        1,
        () -> {
          decisions.add(decision);
          durable.run();
        });
  }

  /** Saves a snapshot; what lies below it may go as soon as it is durable. */
  void save(Saved state) {
    write(
        2,
        () -> {
          saved = Optional.of(state);
          trim(state.checkpoint().sequence());
        });
  }

  Optional<Saved> saved() {
    return saved;
  }

  /** What a new life finds here. */
  Recollection recall() {
    var from = saved.map(state -> state.checkpoint().sequence()).orElse(SequenceNumber.ZERO);
    var known = new ArrayList<>(facts);
    saved.ifPresent(state -> known.add(new Fact.Stabilized(state.checkpoint())));
    var next = from.next();
    var inRow = new ArrayList<Decision>();
    for (var decision : decisions) {
      if (decision.certificate().sequence().equals(next)) {
        inRow.add(decision);
        next = next.next();
      }
    }
    decisions.clear();
    decisions.addAll(inRow);
    return new Recollection(known, from, inRow);
  }

  /** What is not durable now never will be. */
  void crash() {
    life++;
    Arrays.fill(busyUntil, 0);
  }

  /** Loses all that was ever written. */
  void wipe() {
    facts.clear();
    decisions.clear();
    saved = Optional.empty();
  }

  private void trim(SequenceNumber upTo) {
    decisions.removeIf(each -> !each.certificate().sequence().isAfter(upTo));
    facts = new ArrayList<>(facts.stream().filter(fact -> !isBelow(fact, upTo)).toList());
  }

  private static boolean isBelow(Fact fact, SequenceNumber upTo) {
    if (fact instanceof Fact.Promised promised) {
      return !promised.sequence().isAfter(upTo);
    }
    if (fact instanceof Fact.Prepared prepared) {
      return !prepared.certificate().sequence().isAfter(upTo);
    }
    return fact instanceof Fact.Stabilized stable && upTo.isAfter(stable.checkpoint().sequence());
  }

  private void write(int file, Runnable durable) {
    long delay = 100_000 + random.nextLong(SLOWEST_WRITE);
    busyUntil[file] = Math.max(busyUntil[file], clock.now()) + delay;
    int writing = life;
    clock.after(
        busyUntil[file] - clock.now(),
        () -> {
          if (writing == life) {
            durable.run();
          }
        });
  }
}
