package io.quorate.sim;

import java.util.PriorityQueue;
import java.util.SplittableRandom;

/** Virtual time and what is to happen in it. Events at one moment come in a drawn order. */
final class SimulatedClock {

  /** Calendar time at virtual time 0, in milliseconds. */
  private static final long WALL_AT_START = 1_700_000_000_000L;

  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final SplittableRandom scheduling;
  private long now;
  private long scheduled;

  private record Event(long at, long tie, long serial, Runnable action)
      implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      int byTime = Long.compare(at, other.at);
      int byTie = byTime != 0 ? byTime : Long.compare(tie, other.tie);
      return byTie != 0 ? byTie : Long.compare(serial, other.serial);
    }
  }

  SimulatedClock(SplittableRandom scheduling) {
    this.scheduling = scheduling;
  }

  /** Nanoseconds since the run began. */
  long now() {
    return now;
  }

  /** Milliseconds since 1970. */
  long wall() {
    return WALL_AT_START + now / 1_000_000;
  }

  /** Runs the action after so many nanoseconds. */
  void after(long delay, Runnable action) {
    events.add(new Event(now + delay, scheduling.nextLong(), scheduled++, action));
  }

  /** A number below the bound. */
  long draw(long bound) {
    return scheduling.nextLong(bound);
  }

  /** Lets the next event happen; false when there is none. */
  boolean step() {
    var next = events.poll();
    if (next == null) {
      return false;
    }
    now = next.at();
    next.action().run();
    return true;
  }
}
