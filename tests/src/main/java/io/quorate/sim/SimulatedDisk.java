package io.quorate.sim;

import io.quorate.engine.model.Bytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * One replica's disk: a log of records, each with its checksum, and the newest state. A write
 * becomes durable after a drawn delay, in order. A crash loses what is not durable, but for a drawn
 * part of it, whose last record may be torn. Nothing is written while the disk is full, and nothing
 * after a write that failed until the log is opened again. A disk that lies calls durable what the
 * next crash takes.
 */
class SimulatedDisk {

  private static final long QUICKEST_WRITE = 100_000;
  private static final long SLOWEST_WRITE = 8_000_000;

  private final SimulatedClock clock;
  private final SplittableRandom random;
  private final Tally tally;
  private final List<Entry> durable = new ArrayList<>();
  private final List<Entry> unsynced = new ArrayList<>();
  private final Map<String, Long> deleted = new HashMap<>();
  private Optional<Bytes> state = Optional.empty();
  private Optional<IOException> refusal = Optional.empty();
  private Optional<Image> truth = Optional.empty();
  private long begins;
  private long busyUntil;
  private long slowness = 1;
  private long longer;
  private boolean full;
  private int life;
  private Costs costs = Costs.FREE;

  /**
   * A record as it stands in the log.
   *
   * @param log whose it is
   * @param number within that log
   */
  record Entry(String log, long number, Bytes octets, long checksum) {
    static Entry of(String log, long number, Bytes octets) {
      return new Entry(log, number, octets, sum(octets));
    }

    boolean isSound() {
      return sum(octets) == checksum;
    }

    private static long sum(Bytes octets) {
      var crc = new CRC32C();
      crc.update(octets.asBuffer());
      return crc.getValue();
    }
  }

  /** All that was durable at a moment. */
  private record Image(List<Entry> durable, Map<String, Long> deleted, Optional<Bytes> state) {}

  SimulatedDisk(SimulatedClock clock, SplittableRandom random, Tally tally) {
    this.clock = clock;
    this.random = random;
    this.tally = tally;
  }

  /** Reads the log: cuts a torn end, refuses to work when anything else is unreadable. */
  void open() {
    refusal = Optional.empty();
    int last = durable.size() - 1;
    if (last >= 0 && !durable.get(last).isSound()) {
      durable.remove(last);
      tally.count("torn tail cut");
    }
    if (!durable.stream().allMatch(Entry::isSound)) {
      refusal = Optional.of(new IOException("a record in the middle of the log is damaged"));
      tally.count("damaged record found");
    }
  }

  /** Writes records, all or none; says when they are durable, or why they will not be. */
  void append(List<Entry> group, Runnable done, Consumer<IOException> failed) {
    int writing = life;
    unsynced.addAll(group);
    long ready = clock.now() + SimulatedProcess.spent();
    long bytes = group.stream().mapToLong(each -> each.octets().length()).sum();
    if (longer > 0 && clock.now() < begins) {
      busyUntil++;
    } else {
      begins = Math.max(busyUntil, ready);
      busyUntil = begins + delay() + costs.writing(bytes);
    }
    clock.after(
        busyUntil - clock.now(),
        () -> {
          if (writing == life) {
            settle(group, done, failed);
          }
        });
  }

  private void settle(List<Entry> group, Runnable done, Consumer<IOException> failed) {
    unsynced.subList(0, group.size()).clear();
    refuseWhenFull();
    if (refusal.isPresent()) {
      failed.accept(refusal.get());
    } else {
      durable.addAll(group);
      done.run();
    }
  }

  void costs(Costs ofWriting) {
    costs = ofWriting;
  }

  /** How long a write takes now. */
  long delay() {
    return longer + slowness * (QUICKEST_WRITE + random.nextLong(SLOWEST_WRITE));
  }

  private void refuseWhenFull() {
    if (full && refusal.isEmpty()) {
      refusal = Optional.of(new IOException("no space left on device"));
      tally.count("write failed");
    }
  }

  /** One log's records from a number on, in order. */
  List<Entry> read(String log, long from) throws IOException {
    if (refusal.isPresent()) {
      throw refusal.get();
    }
    long first = Math.max(from, deleted.getOrDefault(log, 0L) + 1);
    return durable.stream()
        .filter(each -> each.log().equals(log) && each.number() >= first)
        .toList();
  }

  /** The highest number that one log ever had, deleted or not. */
  long highest(String log) {
    return durable.stream()
        .filter(each -> each.log().equals(log))
        .mapToLong(Entry::number)
        .reduce(deleted.getOrDefault(log, 0L), Math::max);
  }

  /** Deletes one log's records up to a number. */
  void delete(String log, long upTo) {
    deleted.merge(log, Math.min(upTo, highest(log)), Math::max);
    durable.removeIf(each -> each.log().equals(log) && each.number() <= upTo);
  }

  /** Replaces the state; durable when it returns. */
  void save(Bytes octets) throws IOException {
    refuseWhenFull();
    if (refusal.isPresent()) {
      throw refusal.get();
    }
    state = Optional.of(octets);
    busyUntil = Math.max(busyUntil, clock.now()) + costs.writing(octets.length());
  }

  Optional<Bytes> state() {
    return state;
  }

  /** Switches the power off. */
  void crash() {
    life++;
    begins = 0;
    busyUntil = 0;
    int kept = unsynced.isEmpty() ? 0 : random.nextInt(unsynced.size() + 1);
    if (kept > 0) {
      durable.addAll(unsynced.subList(0, kept));
    }
    if (kept < unsynced.size()) {
      tally.count("unsynced writes lost");
      if (random.nextBoolean()) {
        var torn = unsynced.get(kept);
        var part = torn.octets().slice(0, random.nextInt(torn.octets().length()));
        durable.add(new Entry(torn.log(), torn.number(), part, torn.checksum()));
      }
    }
    unsynced.clear();
    truth.ifPresent(this::returnTo);
  }

  private void returnTo(Image image) {
    if (!durable.equals(image.durable())) {
      tally.count("acknowledged writes lost");
    }
    wipe();
    durable.addAll(image.durable());
    deleted.putAll(image.deleted());
    state = image.state();
  }

  /** Loses all that was ever written. */
  void wipe() {
    durable.clear();
    deleted.clear();
    state = Optional.empty();
  }

  /** Loses one log. */
  void lose(String log) {
    durable.removeIf(each -> each.log().equals(log));
    deleted.remove(log);
  }

  /** Flips a bit of a record that others follow; false when there is none. */
  boolean corrupt() {
    if (durable.size() < 2) {
      return false;
    }
    int hit = random.nextInt(durable.size() - 1);
    var entry = durable.get(hit);
    var octets = entry.octets().toArray();
    octets[random.nextInt(octets.length)] ^= 1;
    durable.set(hit, new Entry(entry.log(), entry.number(), Bytes.wrap(octets), entry.checksum()));
    return true;
  }

  /** Whether it refuses to work. */
  boolean hasFailed() {
    return refusal.isPresent();
  }

  /** Whether it refuses for good, not for want of space. */
  boolean isDamaged() {
    return !durable.stream().allMatch(Entry::isSound);
  }

  void fill(boolean toTheBrim) {
    full = toTheBrim;
  }

  /** Whether what it calls durable from now on is gone at a crash; what was durable stays. */
  void lie(boolean lying) {
    truth =
        lying
            ? Optional.of(new Image(List.copyOf(durable), Map.copyOf(deleted), state))
            : Optional.empty();
  }

  /** Makes every write take so many times as long. */
  void slowDown(long factor) {
    slowness = factor;
  }

  /** Lets writes take as long as they usually do. */
  void quicken() {
    slowness = 1;
    longer = 0;
  }

  /**
   * Makes every write take so many nanoseconds longer; those that wait meanwhile share the next.
   */
  void delayBy(long nanos) {
    longer = nanos;
  }
}
