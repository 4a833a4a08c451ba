package io.quorate.engine.core.health;

import io.quorate.engine.core.effect.CoreBounds;
import io.quorate.engine.model.Bounded;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether the primary serves requests so slowly that another should be tried, though it answers
 * within the time-out. Judged by the median of what requests waited, drawn as they came ({@link
 * RequestWaitSample}), over a window of time-outs: the few whom a bad link or a lying client makes
 * wait do not move it, nor does a primary that serves a few quickly.
 *
 * <p>Too slow is what exceeds a part of the time-out, which is far above noise; a smaller part, if
 * most waited for their order so much longer than for the votes of others, who bear the same load
 * on the same network, that it must be the primary. When f + 1 primaries in a row were too slow, or
 * served nobody, one of them was correct, so it is the group that is slow: then only what exceeds a
 * multiple of the quickest of them is too slow, for a pause that doubles each time. Not
 * thread-safe; knows no clock.
 */
public final class SlowPrimaryDetector {

  /** Time-outs in a window. */
  private static final int WINDOW = 2;

  /** With fewer waits than this a window goes on, or who makes all wait for long goes unseen. */
  private static final int FEWEST = 3;

  /** This part of the time-out is no primary blamed for. */
  private static final int PART = 4;

  /** Nor for this one, however much quicker votes are. */
  private static final int SMALL_PART = 32;

  /** How far above the group's own slowness a primary must be. */
  private static final int FACTOR = 2;

  /** Time-outs of the first pause, and of the longest. */
  private static final int SHORTEST_PAUSE = 16;

  private static final int LONGEST_PAUSE = 1_024;

  private final long timeout;
  private final int faults;

  @Bounded(by = CoreBounds.REPLICAS)
  private final List<RequestWaitSample.Wait> waits = new ArrayList<>();

  private long windowBegan;
  private long borne;
  private long pause;
  private long pauseEnds = Long.MIN_VALUE;
  private int slowInARow;
  private boolean doubting;
  private boolean servedWell = true;
  private long quickest = Long.MAX_VALUE;

  /**
   * @param timeout the base time-out of a view, in nanoseconds
   * @param faults f, how many primaries in a row may lie
   */
  public SlowPrimaryDetector(long timeout, int faults) {
    this.timeout = timeout;
    this.faults = faults;
    this.pause = SHORTEST_PAUSE * timeout;
  }

  /**
   * Another primary from now on; what was seen of the one before counts among those in a row.
   *
   * @param hasWork whether the one before left requests waiting
   */
  void begin(boolean hasWork, long now) {
    if (waits.size() >= FEWEST) {
      judge(now);
    }
    if (doubting || (hasWork && !servedWell)) {
      slowInARow++;
    }
    doubting = false;
    servedWell = false;
    beginWindow(now);
  }

  /** A request that was drawn as it came is executed. */
  void served(RequestWaitSample.Wait waited) {
    waits.add(waited);
  }

  /** Judges the primary if a window ends. */
  void onTick(long now) {
    if (now - windowBegan >= WINDOW * timeout && waits.size() >= FEWEST) {
      judge(now);
      beginWindow(now);
    }
  }

  /** True when the primary was too slow in the last window. */
  boolean isDoubting() {
    return doubting;
  }

  private void beginWindow(long now) {
    windowBegan = now;
    waits.clear();
  }

  private void judge(long now) {
    long median = median();
    long limit = timeout / (isForThePrimary() ? SMALL_PART : PART);
    servedWell = median <= limit;
    doubting = median > (now < pauseEnds ? borne : limit);
    if (servedWell) {
      endRow();
    } else if (doubting) {
      quickest = Math.min(quickest, median);
      if (slowInARow >= faults) {
        pause(now);
      }
    }
  }

  /** One of so many primaries was correct: it is the group that is slow. */
  private void pause(long now) {
    doubting = false;
    borne = FACTOR * quickest;
    endRow();
    pauseEnds = now + pause;
    pause = Math.min(2 * pause, LONGEST_PAUSE * timeout);
  }

  private void endRow() {
    slowInARow = 0;
    quickest = Long.MAX_VALUE;
  }

  private long median() {
    return waits.stream()
        .map(RequestWaitSample.Wait::whole)
        .sorted()
        .skip((waits.size() - 1) / 2)
        .findFirst()
        .orElse(0L);
  }

  private boolean isForThePrimary() {
    return waits.stream().filter(RequestWaitSample.Wait::isForThePrimary).count()
        > waits.size() / 2;
  }
}
