package io.quorate.sim;

import io.quorate.sim.adversary.Mischief;
import io.quorate.sim.adversary.Nature;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Which faults a group suffers, by the words of the command line. */
final class Faults {

  private static final double SHARE = 0.1;

  private final Map<String, Fault> honest = new LinkedHashMap<>();
  private final Map<String, Fault> byzantine = new LinkedHashMap<>();
  private final List<String> chosen = new ArrayList<>();

  /** Makes a group suffer one kind of fault; the replica is the one that turns Byzantine. */
  private interface Fault {
    SimulatedGroup on(SimulatedGroup group, int replica);
  }

  private Faults() {
    honest.put("loss", (group, replica) -> group.losing(SHARE));
    honest.put("duplication", (group, replica) -> group.duplicating(SHARE));
    honest.put("reordering", (group, replica) -> group.reordering());
    honest.put("delay", (group, replica) -> group.delaying());
    for (var mischief : Mischief.values()) {
      honest.put(mischief.word(), (group, replica) -> group.suffering(mischief));
    }
    for (var disturbance : Disturbance.values()) {
      honest.put(disturbance.word(), (group, replica) -> group.suffering(disturbance));
    }
    for (var nature : Nature.values()) {
      byzantine.put(nature.word(), (group, replica) -> group.lying(replica, nature));
    }
    byzantine.put("twins", Faults::twins);
  }

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
    for (var word : list.split(",", -1)) {
      if (!words().contains(word.strip())) {
        throw new IllegalArgumentException("no fault is called " + word);
      }
      faults.chosen.add(word.strip());
    }
    return faults;
  }

  /** Each with a chance of a third. */
  static Faults drawn(long seed) {
    var random = new SplittableRandom(~seed);
    var faults = new Faults();
    for (var word : words()) {
      if (random.nextInt(3) == 0) {
        faults.chosen.add(word);
      }
    }
    return faults;
  }

  static List<String> words() {
    var faults = new Faults();
    var words = new ArrayList<>(faults.honest.keySet());
    words.addAll(faults.byzantine.keySet());
    return words;
  }

  /** A group that suffers them; at most f of its replicas are Byzantine. */
  SimulatedGroup on(int replicas, long seed) {
    var random = new SplittableRandom(seed + 1);
    var group = SimulatedGroup.of(replicas).seed(seed);
    chosen.stream().filter(honest::containsKey).forEach(word -> honest.get(word).on(group, 0));
    var natures = chosen.stream().filter(byzantine::containsKey).toList();
    int first = random.nextInt(replicas);
    for (int i = 0; i < (replicas - 1) / 3 && !natures.isEmpty(); i++) {
      var nature = natures.get(random.nextInt(natures.size()));
      byzantine.get(nature).on(group, (first + i) % replicas);
    }
    return group;
  }
}
