package io.quorate.engine.core.agreement;

import io.quorate.engine.model.SequenceNumber;
import java.time.Duration;

/**
 * Sees that nothing more comes though the last checkpoint does not speak for all that was executed:
 * then the interval is worth completing, so that even a lone request is soon final.
 */
public final class QuietGroup {

  private final long quiet;
  private final int interval;
  private SequenceNumber executed = SequenceNumber.ZERO;
  private long since;

  /**
   * @param quiet how long nothing must have come; zero for never
   * @param interval slots between checkpoints
   */
  public QuietGroup(Duration quiet, int interval) {
    this.quiet = quiet.toNanos();
    this.interval = interval;
  }

  /**
   * Whether the interval is to be completed now.
   *
   * @param isBusy something waits or is under way
   */
  public boolean isDue(SequenceNumber executedNow, boolean isBusy, long now) {
    if (isBusy || !executedNow.equals(executed)) {
      executed = executedNow;
      since = now;
      return false;
    }
    return quiet > 0 && executed.value() % interval != 0 && now - since >= quiet;
  }
}
