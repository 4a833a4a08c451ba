package io.quorate.sim;

import io.quorate.engine.model.message.MessageType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Complains of nothing: notes when clients were answered, and when a primary was replaced. */
final class Pace implements Check {

  private static final long MILLI = 1_000_000;

  private final SimulatedClock clock;
  private final List<Long> moments = new ArrayList<>();
  private final List<Long> newViews = new ArrayList<>();

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

  @Override
  public void said(Utterance what) {
    if (what.type() == MessageType.NEW_VIEW) {
      newViews.add(clock.now());
    }
  }

  /** When the first new view was announced, in milliseconds; the end if none was. */
  long replaced() {
    return (newViews.isEmpty() ? clock.now() : newViews.get(0)) / MILLI;
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
