package io.quorate.engine.core.health;

import io.quorate.engine.core.effect.CoreBounds;
import io.quorate.engine.model.Bounded;
import io.quorate.engine.model.SequenceNumber;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Whether the next slot is late: nothing was executed for twice as long as slots take here when all
 * is well, so something may have been lost, and peers bring it once they hear where this replica
 * stands. What is usual is measured, one slot at a time, for it is a millisecond on one machine and
 * half a second around the world. Whoever is late says so ever more seldom until something moves.
 * Not thread-safe; knows no clock.
 */
public final class StallDetector {

  private static final int REMEMBERED = 9;
  private static final int FACTOR = 2;

  private final long floor;

  @Bounded(by = CoreBounds.WINDOW)
  private final Deque<Long> taken = new ArrayDeque<>();

  private Optional<SequenceNumber> watched = Optional.empty();
  private long since;
  private SequenceNumber reached = SequenceNumber.ZERO;
  private long movedAt;
  private boolean hadWork;
  private long patience;

  /**
   * @param floor nanoseconds; nobody is late before
   */
  public StallDetector(long floor) {
    this.floor = floor;
    this.patience = floor;
  }

  /** A batch is proposed there; one at a time is timed. */
  public void proposed(SequenceNumber at, long now) {
    if (watched.isEmpty() && at.isAfter(reached)) {
      watched = Optional.of(at);
      since = now;
    }
  }

  /**
   * Looks at where this replica stands, whenever something happened.
   *
   * @param executed all up to here
   * @param hasWork whether anything waits for agreement
   * @return whether to say so now
   */
  public boolean isLate(SequenceNumber executed, boolean hasWork, long now) {
    if (executed.isAfter(reached)) {
      moved(executed, now);
    } else if (!hasWork || !hadWork) {
      movedAt = now;
    }
    hadWork = hasWork;
    if (now - movedAt <= patience) {
      return false;
    }
    movedAt = now;
    patience *= FACTOR;
    return true;
  }

  private void moved(SequenceNumber upTo, long now) {
    reached = upTo;
    movedAt = now;
    if (watched.isPresent() && !watched.get().isAfter(upTo)) {
      watched = Optional.empty();
      taken.addLast(now - since);
      if (taken.size() > REMEMBERED) {
        taken.removeFirst();
      }
    }
    patience = Math.max(floor, FACTOR * usual());
  }

  /** A view ends or begins: slots that were proposed may be proposed again. */
  public void viewTurned(long now) {
    watched = Optional.empty();
    movedAt = now;
  }

  /** What a quarter of them took less than: others may have lost something. 0 if none is known. */
  private long usual() {
    return taken.stream().sorted().skip(taken.size() / 4).findFirst().orElse(0L);
  }
}
