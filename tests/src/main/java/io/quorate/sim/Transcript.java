package io.quorate.sim;

import io.quorate.engine.core.viewchange.CoordinatorCore;
import io.quorate.engine.replica.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What happened in a run, for people: faults as they came, changes of mode and view, decisions, and
 * what the checks complained about. Nothing is written unless somebody will read it.
 */
final class Transcript implements Check {

  private static final int BEFORE = 150;
  private static final int AFTER = 50;
  private static final String COMPLAINT = "VIOLATED ";

  private final boolean kept;
  private final List<String> lines = new ArrayList<>();
  private LongSupplier nanos = () -> 0;
  private int complaint = -1;

  private Transcript(boolean kept) {
    this.kept = kept;
  }

  /** For runs that nobody looks at. */
  static Transcript none() {
    return new Transcript(false);
  }

  static Transcript kept() {
    return new Transcript(true);
  }

  /** From now on it is this late. */
  void follow(LongSupplier clock) {
    nanos = clock;
  }

  void note(Supplier<String> what) {
    if (kept) {
      lines.add(String.format(Locale.ROOT, "%11.3f ms  %s", nanos.getAsLong() / 1e6, what.get()));
    }
  }

  void complaint(Violation violation) {
    if (complaint < 0) {
      complaint = lines.size();
    }
    note(() -> COMPLAINT + violation.property() + ": " + violation.what());
  }

  /** A change of a replica's mode, or of where its view change stands. */
  void transition(int replica, String change) {
    note(() -> replica(replica) + readable(change));
  }

  void view(int replica, long view) {
    note(() -> replica(replica) + "is in view " + view);
  }

  /** Every line. */
  List<String> all() {
    return List.copyOf(lines);
  }

  /** The lines before and after the first complaint; the last ones when there was none. */
  List<String> around() {
    int middle = complaint < 0 ? lines.size() : complaint;
    int first = Math.max(0, middle - BEFORE);
    var part = new ArrayList<>(lines.subList(first, Math.min(lines.size(), middle + AFTER)));
    if (first > 0) {
      part.add(0, "    ... " + first + " lines before");
    }
    return part;
  }

  @Override
  public String name() {
    return "transcript";
  }

  @Override
  public void decided(Ruling what) {
    note(
        () ->
            replica(what.replica())
                + "decides "
                + what.sequence()
                + ": "
                + what.batch()
                + ", requests "
                + what.requests().size());
  }

  @Override
  public void started(int replica) {
    note(() -> replica(replica) + "starts");
  }

  @Override
  public void restored(int replica) {
    note(() -> replica(replica) + "has a state that it did not compute");
  }

  @Override
  public void halted(int replica, String why) {
    note(() -> replica(replica) + "stops itself: " + why);
  }

  private static String replica(int index) {
    return "replica " + index + " ";
  }

  /** Both halves are names of states, which have the same sign in them that joins them. */
  private static String readable(String change) {
    var states = new TreeSet<String>();
    for (var mode : Mode.values()) {
      states.add(mode.name());
    }
    for (var state : CoordinatorCore.State.values()) {
      states.add(state.name());
    }
    return states.stream()
        .filter(state -> change.startsWith(state + "_"))
        .filter(state -> states.contains(change.substring(state.length() + 1)))
        .findFirst()
        .map(state -> state + " -> " + change.substring(state.length() + 1))
        .orElse(change);
  }
}
