package io.quorate.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Complains of nothing: notes when clients were answered. */
final class Pace implements Check {

  private static final long MILLI = 1_000_000;

  private final SimulatedClock clock;
  private final List<Long> moments = new ArrayList<>();

  Pace(SimulatedClock clock, Consumer<String> complain) {
    this.clock = clock;
  }

  @Override
  public String name() {
    return "pace";
  }

  @Override
  public void accepted(Acceptance what) {
    moments.add(clock.now());
  }

  /** How many answers came up to now. */
  int answers() {
    return moments.size();
  }

  /** When each answer came, in milliseconds. */
  List<Long> moments() {
    return moments.stream().map(moment -> moment / MILLI).toList();
  }

  /** The longest time without an answer before that many were there, in milliseconds. */
  long longestPause(int upTo) {
    long longest = 0;
    long last = 0;
    for (var moment : moments.subList(0, Math.min(upTo, moments.size()))) {
      longest = Math.max(longest, moment - last);
      last = moment;
    }
    return longest / MILLI;
  }

  /** When that many were answered, in milliseconds; the end if fewer were. */
  long reached(int answers) {
    return (answers <= moments.size() && answers > 0 ? moments.get(answers - 1) : clock.now())
        / MILLI;
  }
}
