package io.quorate.sim;

import io.quorate.engine.core.viewchange.CoordinatorCore;
import io.quorate.engine.replica.Mode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What many runs came to: for people, but for the last line. May be kept and gone on with; then it
 * says the same as if it had never been interrupted.
 */
final class Summary {

  private static final int MOST_FAILURES = 1_000;
  private static final String FAILURE = "failure.";
  private static final String TRANSITION = "transition.";
  private static final String FAULT = "fault.";
  private static final String NEVER_SEEN = "never seen of them: ";

  private final Tally transitions = new Tally();
  private final Tally faults = new Tally();
  private final List<String> failures = new ArrayList<>();
  private final Map<Count, Long> counts = new TreeMap<>();
  private String trace = "";

  /** What is counted. */
  enum Count {
    SEEDS,
    GOOD,
    VIOLATIONS,
    ANSWERED,
    /** Milliseconds of virtual time. */
    SIMULATED,
    /** Nanoseconds that runs took the processors. */
    WORKED,
    /** Nanoseconds that passed. */
    ELAPSED
  }

  Summary() {
    Arrays.stream(Count.values()).forEach(each -> counts.put(each, 0L));
  }

  /**
   * Adds the run of the next seed.
   *
   * @param worked nanoseconds of the processor that it took
   */
  void add(Run run, long worked) {
    count(Count.SEEDS, 1);
    count(Count.GOOD, run.isGood() ? 1 : 0);
    count(Count.VIOLATIONS, run.violations().size());
    count(Count.ANSWERED, run.answered());
    count(Count.SIMULATED, run.virtualMillis());
    count(Count.WORKED, worked);
    transitions.addAll(run.transitions());
    faults.addAll(run.faults());
    trace = get(Count.SEEDS) == 1 ? run.trace() : chain(trace, run.trace());
    if (!run.isGood() && failures.size() < MOST_FAILURES) {
      failures.add("seed " + run.seed() + ": " + run.violations().get(0));
    }
  }

  /** So many nanoseconds passed more. */
  void passed(long nanos) {
    count(Count.ELAPSED, nanos);
  }

  long get(Count what) {
    return counts.get(what);
  }

  private void count(Count what, long more) {
    counts.merge(what, more, Long::sum);
  }

  Map<String, Long> faults() {
    return faults.counts();
  }

  List<String> failures() {
    return Collections.unmodifiableList(failures);
  }

  /** How often each change of a replica's mode was seen. */
  Map<String, Long> modes() {
    return changes(Mode.values());
  }

  /** How often each change of where a view change stands was seen. */
  Map<String, Long> viewChanges() {
    return changes(CoordinatorCore.State.values());
  }

  /** What replicas may become, as {@link #modes} says it. */
  static List<String> possibleModes() {
    return possible(Mode.values(), Mode::mayBecome);
  }

  /** Where view changes may go, as {@link #viewChanges} says it. */
  static List<String> possibleViewChanges() {
    return possible(CoordinatorCore.State.values(), CoordinatorCore.State::mayBecome);
  }

  private static <S> List<String> possible(S[] states, BiPredicate<S, S> may) {
    return Arrays.stream(states)
        .flatMap(
            from ->
                Arrays.stream(states).filter(to -> may.test(from, to)).map(to -> from + "_" + to))
        .toList();
  }

  /** Changes of mode that were possible and never seen. */
  List<String> unseenModes() {
    return unseen(possibleModes());
  }

  /** Changes of where a view change stands that were possible and never seen. */
  List<String> unseenViewChanges() {
    return unseen(possibleViewChanges());
  }

  private List<String> unseen(List<String> possible) {
    return possible.stream().filter(each -> !transitions.counts().containsKey(each)).toList();
  }

  private Map<String, Long> changes(Enum<?>[] states) {
    return transitions.counts().entrySet().stream()
        .filter(
            each -> Arrays.stream(states).anyMatch(state -> each.getKey().startsWith(state + "_")))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, Long::sum, TreeMap::new));
  }

  List<String> lines() {
    double elapsed = Math.max(1, get(Count.ELAPSED));
    return List.of(
        "faults: " + list(faults.counts()),
        "transitions of modes: " + list(modes()),
        NEVER_SEEN + list(unseenModes()),
        "transitions of view changes: " + list(viewChanges()),
        NEVER_SEEN + list(unseenViewChanges()),
        String.format(
            Locale.ROOT,
            "time: %.1f s simulated in %.1f s, %.0f times as fast (%.0f times processor time),"
                + " %.1f seeds/s; %d operations answered",
            get(Count.SIMULATED) / 1e3,
            elapsed / 1e9,
            get(Count.SIMULATED) * 1e6 / elapsed,
            get(Count.SIMULATED) * 1e6 / Math.max(1, get(Count.WORKED)),
            get(Count.SEEDS) * 1e9 / elapsed,
            get(Count.ANSWERED)));
  }

  private static String list(List<String> words) {
    return words.isEmpty() ? "none" : String.join(", ", words);
  }

  static String list(Map<String, Long> counts) {
    return counts.isEmpty()
        ? "none"
        : counts.entrySet().stream()
            .map(each -> each.getKey() + " " + each.getValue())
            .collect(Collectors.joining(", "));
  }

  String lastLine() {
    return "seeds "
        + get(Count.SEEDS)
        + " ok "
        + get(Count.GOOD)
        + " violations "
        + get(Count.VIOLATIONS)
        + " trace "
        + trace;
  }

  /** All of it, to be kept. */
  Map<String, String> kept() {
    var all = new TreeMap<String, String>();
    counts.forEach((what, count) -> all.put(what.name(), String.valueOf(count)));
    transitions.counts().forEach((kind, count) -> all.put(TRANSITION + kind, "" + count));
    faults.counts().forEach((kind, count) -> all.put(FAULT + kind, "" + count));
    for (int i = 0; i < failures.size(); i++) {
      all.put(String.format(Locale.ROOT, "%s%04d", FAILURE, i), failures.get(i));
    }
    all.put("trace", trace);
    return all;
  }

  /** What was kept. */
  static Summary of(Map<String, String> kept) {
    var summary = new Summary();
    summary.counts.replaceAll((what, zero) -> Long.valueOf(kept.get(what.name())));
    summary.transitions.addAll(longs(kept, TRANSITION));
    summary.faults.addAll(longs(kept, FAULT));
    named(kept, FAILURE).map(Map.Entry::getValue).forEach(summary.failures::add);
    summary.trace = kept.get("trace");
    return summary;
  }

  private static Map<String, Long> longs(Map<String, String> kept, String prefix) {
    return named(kept, prefix)
        .collect(
            Collectors.toMap(
                each -> each.getKey().substring(prefix.length()),
                each -> Long.valueOf(each.getValue())));
  }

  private static Stream<Map.Entry<String, String>> named(Map<String, String> kept, String prefix) {
    return new TreeMap<>(kept).entrySet().stream().filter(each -> each.getKey().startsWith(prefix));
  }

  private static String chain(String before, String next) {
    try {
      var sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(before.getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(sha256.digest(next.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
