package io.quorate.sim;

import io.quorate.engine.core.CoordinatorCore;
import io.quorate.engine.replica.Mode;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What many runs came to: for people, but for the last line. */
final class Summary {

  private final Tally transitions = new Tally();
  private final Tally faults = new Tally();
  private long seeds;
  private long good;
  private long violations;
  private long answered;
  private long virtualMillis;

  void add(Run run) {
    seeds++;
    good += run.isGood() ? 1 : 0;
    violations += run.violations().size();
    answered += run.answered();
    virtualMillis += run.virtualMillis();
    transitions.addAll(run.transitions());
    faults.addAll(run.faults());
  }

  long seeds() {
    return seeds;
  }

  long violations() {
    return violations;
  }

  /**
   * Prints what was seen.
   *
   * @param elapsed nanoseconds that the runs took
   * @param worked nanoseconds of the processor that they took
   */
  void print(PrintStream out, long elapsed, long worked) {
    out.println("faults: " + list(faults.counts()));
    printTransitions(out, "modes", names(Mode.values()));
    printTransitions(out, "view changes", names(CoordinatorCore.State.values()));
    out.printf(
        Locale.ROOT,
        "time: %.1f s simulated in %.1f s, %.0f times as fast (%.0f times processor time);"
            + " %d operations answered%n",
        virtualMillis / 1e3,
        elapsed / 1e9,
        virtualMillis * 1e6 / elapsed,
        virtualMillis * 1e6 / worked,
        answered);
  }

  private void printTransitions(PrintStream out, String what, List<String> states) {
    var seen =
        transitions.counts().entrySet().stream()
            .filter(
                each -> states.stream().anyMatch(state -> each.getKey().startsWith(state + "_")))
            .collect(
                Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, Long::sum, TreeMap::new));
    out.println("transitions of " + what + ": " + list(seen));
  }

  private static List<String> names(Enum<?>[] states) {
    return Arrays.stream(states).map(Enum::name).toList();
  }

  private static String list(Map<String, Long> counts) {
    return counts.isEmpty()
        ? "none"
        : counts.entrySet().stream()
            .map(each -> each.getKey() + " " + each.getValue())
            .collect(Collectors.joining(", "));
  }

  String lastLine(String trace) {
    return "seeds " + seeds + " ok " + good + " violations " + violations + " trace " + trace;
  }
}
