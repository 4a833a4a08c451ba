package io.quorate.sim;

import java.util.HashSet;
import java.util.function.Consumer;

/**
 * Looks for the smallest schedule that violates the same property first: takes away what can be
 * taken away, the most first, until nothing can. What it finds does not depend on the machine,
 * unless time runs out.
 */
final class Shrink {

  private static final int MOST_RUNS = 400;

  private final String property;
  private final long deadline;
  private final HashSet<String> tried = new HashSet<>();
  private Schedule smallest;

  private Shrink(Schedule first, String property, long deadline) {
    this.smallest = first;
    this.property = property;
    this.deadline = deadline;
  }

  /**
   * Searches for no longer than so many nanoseconds.
   *
   * @param failed a run of the schedule that violates something
   * @param progress is told what is the smallest so far
   */
  static Schedule of(Schedule first, Run failed, long most, Consumer<String> progress) {
    var property = failed.violations().get(0).property();
    var named = first.naming(failed.strikes());
    var search = new Shrink(named, property, System.nanoTime() + most);
    while (search.takeSomethingAway()) {
      progress.accept(search.tried.size() + " runs: " + search.smallest.size());
    }
    return search.smallest;
  }

  private boolean takeSomethingAway() {
    for (var candidate : smallest.smaller()) {
      if (tried.size() >= MOST_RUNS || System.nanoTime() > deadline) {
        return false;
      }
      if (tried.add(candidate.toString()) && fails(candidate)) {
        smallest = candidate;
        return true;
      }
    }
    return false;
  }

  private boolean fails(Schedule candidate) {
    return candidate.run(Transcript.none()).violations().stream()
        .limit(1)
        .anyMatch(first -> first.property().equals(property));
  }
}
