package io.quorate.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Virtual time, and all threads that there are: what is ready to run is run one at a time in a
 * drawn order, and time passes only when nothing is ready. Events at one moment come in a drawn
 * order, all of them before anything that they made ready.
 */
final class SimulatedClock {

  /** Calendar time at virtual time 0, in milliseconds. */
  private static final long WALL_AT_START = 1_700_000_000_000L;

  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final List<Runnable> ready = new ArrayList<>();
  private final SplittableRandom scheduling;
  private final Trace trace;
  private final Thread thread = Thread.currentThread();
  private final AtomicLong strangers = new AtomicLong();
  private long now;
  private long scheduled;
  private long turns;

  private record Event(long at, long tie, long serial, Runnable action)
      implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      int byTime = Long.compare(at, other.at);
      int byTie = byTime != 0 ? byTime : Long.compare(tie, other.tie);
      return byTie != 0 ? byTie : Long.compare(serial, other.serial);
    }
  }

  SimulatedClock(SplittableRandom scheduling, Trace trace) {
    this.scheduling = scheduling;
    this.trace = trace;
  }

  /** Nanoseconds since the run began. */
  long now() {
    return now;
  }

  /** Milliseconds since 1970. */
  long wall() {
    return WALL_AT_START + now / 1_000_000;
  }

  /** Turns that actors have had. */
  long turns() {
    return turns;
  }

  /** Whether this is the simulation's thread; another one is turned away and counted. */
  boolean admits(Thread asking) {
    if (asking != thread) {
      strangers.incrementAndGet();
    }
    return asking == thread;
  }

  /** How often another thread than the simulation's wanted something run. */
  long strangers() {
    return strangers.get();
  }

  /** Runs the action after so many nanoseconds. */
  void after(long delay, Runnable action) {
    events.add(new Event(now + Math.max(0, delay), scheduling.nextLong(), scheduled++, action));
  }

  /** Runs the action before time passes, in its turn. */
  void soon(Runnable turn) {
    ready.add(turn);
  }

  /** A number below the bound. */
  long draw(long bound) {
    return scheduling.nextLong(bound);
  }

  /** Lets what is next happen; false when there is nothing. */
  boolean step() {
    if (!ready.isEmpty()) {
      turn();
      return true;
    }
    var next = events.poll();
    if (next == null) {
      return false;
    }
    now = next.at();
    next.action().run();
    while (!events.isEmpty() && events.peek().at() == now) {
      events.poll().action().run();
    }
    return true;
  }

  private void turn() {
    int count = ready.size();
    int drawn = count == 1 ? 0 : scheduling.nextInt(count);
    var turn = ready.get(drawn);
    var last = ready.remove(count - 1);
    if (drawn < count - 1) {
      ready.set(drawn, last);
    }
    turns++;
    trace.note(now, turns, count, drawn);
    turn.run();
  }
}
