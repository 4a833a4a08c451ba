package io.quorate.sim;

import io.quorate.sim.adversary.ClientFault;
import io.quorate.sim.adversary.ReplicaFault;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Which faults a group suffers, by the words of the command line. */
final class Faults {

  private static final String NONE = "none";
  private static final double SHARE = 0.1;

  /** A correct replica is off until it is calm: with a liar, one more than the group bears. */
  private static final String ABSENCE = "absence";

  /** Not drawn, so that every old seed stays what it is; it is like {@code move} otherwise. */
  private static final String NAMED_ONLY = Disturbance.LYING_REGISTRY.word();

  private static final Map<String, Fault> HONEST = new LinkedHashMap<>();
  private static final Map<String, Fault> BYZANTINE = new LinkedHashMap<>();

  /**
   * In the order in which they are drawn: what is new comes last, so that old seeds change little.
   */
  private static final List<String> WORDS = new ArrayList<>();

  private final List<String> chosen = new ArrayList<>();

  /** Makes a group suffer one kind of fault; the replica is the one that turns Byzantine. */
  private interface Fault {
    SimulatedGroup on(SimulatedGroup group, int replica);
  }

  static {
    HONEST.put("loss", (group, replica) -> group.losing(SHARE));
    HONEST.put("duplication", (group, replica) -> group.duplicating(SHARE));
    HONEST.put("reordering", (group, replica) -> group.reordering());
    HONEST.put("delay", (group, replica) -> group.delaying());
    HONEST.put("corruption", (group, replica) -> group.corrupting(SHARE));
    for (var fault : ClientFault.values()) {
      HONEST.put(fault.word(), (group, replica) -> group.suffering(fault));
    }
    for (var disturbance : Disturbance.values()) {
      HONEST.put(disturbance.word(), (group, replica) -> group.suffering(disturbance));
    }
    for (var replicaFault : ReplicaFault.values()) {
      BYZANTINE.put(replicaFault.word(), (group, replica) -> group.lying(replica, replicaFault));
    }
    BYZANTINE.put("twins", Faults::twins);
    HONEST.put(ABSENCE, (group, replica) -> group.without(replica));
    WORDS.addAll(HONEST.keySet());
    WORDS.addAll(BYZANTINE.keySet());
    var later =
        List.of(
            Disturbance.HALF_PHASE.word(),
            "corruption",
            Disturbance.LYING_DISK.word(),
            Disturbance.AMBUSH.word(),
            Disturbance.HAND_OVER.word(),
            Disturbance.MOVE.word(),
            ReplicaFault.DUPLICATE_VIEW_CHANGES.word(),
            Disturbance.LEFT_BEHIND.word(),
            ReplicaFault.AGAINST_THE_PLAN.word(),
            ReplicaFault.MINORITY.word(),
            ReplicaFault.STALE_CERTIFICATES.word(),
            ReplicaFault.FORGED_REPLIES.word(),
            ReplicaFault.SHUFFLED_DECISIONS.word(),
            ABSENCE,
            Disturbance.LYING_REGISTRY.word());
    WORDS.removeAll(later);
    WORDS.addAll(later);
  }

  private Faults() {}

  /** Twins whom four partitions, one a view, part from each other and from others. */
  private static SimulatedGroup twins(SimulatedGroup group, int replica) {
    return group.twins(replica, List.of(0b01100, 0b10010, 0b11001, 0b00110));
  }

  /**
   * The faults of a list like {@code loss,crash,equivocation}.
   *
   * @throws IllegalArgumentException when a word is none of theirs
   */
  static Faults parse(String list) {
    var faults = new Faults();
    if (list.equals(NONE)) {
      return faults;
    }
    for (var word : list.split(",", -1)) {
      if (!words().contains(word.strip())) {
        throw new IllegalArgumentException(
            "no fault is called '" + word + "'; there are " + String.join(", ", WORDS));
      }
      faults.chosen.add(word.strip());
    }
    return faults;
  }

  /**
   * Each with a chance of a third. In a third of all runs nobody lies, so that a disk may fail for
   * good: replicas that do either count against f.
   */
  static Faults drawn(long seed) {
    var random = new SplittableRandom(~seed);
    var faults = new Faults();
    for (var word : words()) {
      if (!word.equals(NAMED_ONLY) && random.nextInt(3) == 0) {
        faults.chosen.add(word);
      }
    }
    if (random.nextInt(3) == 0) {
      faults.chosen.removeAll(BYZANTINE.keySet());
    }
    return faults;
  }

  /** Those that were chosen, as on the command line. */
  @Override
  public String toString() {
    return chosen.isEmpty() ? NONE : String.join(",", chosen);
  }

  /** All but the one at this place of those that were chosen. */
  Faults without(int place) {
    var fewer = new Faults();
    fewer.chosen.addAll(chosen);
    fewer.chosen.remove(place);
    return fewer;
  }

  int size() {
    return chosen.size();
  }

  static List<String> words() {
    return List.copyOf(WORDS);
  }

  /**
   * A group that suffers them; at most f of its replicas are Byzantine. Half of them are asked
   * slowly, half have narrow windows.
   */
  SimulatedGroup on(int replicas, long seed) {
    var random = new SplittableRandom(seed + 1);
    var group = SimulatedGroup.of(replicas).seed(seed);
    var byzantine = chosen.stream().filter(BYZANTINE::containsKey).toList();
    int first = random.nextInt(replicas);
    int correct = (first + replicas - 1) % replicas;
    chosen.stream()
        .filter(HONEST::containsKey)
        .forEach(word -> HONEST.get(word).on(group, correct));
    for (int i = 0; i < (replicas - 1) / 3 && !byzantine.isEmpty(); i++) {
      var replicaFault = byzantine.get(random.nextInt(byzantine.size()));
      BYZANTINE.get(replicaFault).on(group, (first + i) % replicas);
    }
    var paced = random.nextBoolean() ? group.unhurried() : group;
    return random.nextBoolean() ? paced.narrow() : paced;
  }
}
