package io.quorate.sim;

import com.typesafe.config.Config;
import java.util.concurrent.ThreadFactory;
import org.apache.pekko.actor.AbstractScheduler;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.event.LoggingAdapter;
import scala.concurrent.ExecutionContext;
import scala.concurrent.duration.FiniteDuration;

/** The timers of a {@link SimulatedProcess}; named in its settings. */
public final class SimulatedScheduler extends AbstractScheduler {

  private final SimulatedProcess process;

  /** Called by Pekko. */
  public SimulatedScheduler(Config system, LoggingAdapter log, ThreadFactory threads) {
    this.process = SimulatedProcess.current();
  }

  /** Pekko's own calls come here, too. */
  @Deprecated
  @Override
  public Cancellable schedule(
      FiniteDuration first, FiniteDuration interval, Runnable action, ExecutionContext executor) {
    var repeated = new Repeated(interval.toNanos(), () -> executor.execute(action));
    repeated.startAfter(first.toNanos());
    return repeated;
  }

  @Override
  public Cancellable scheduleOnce(
      FiniteDuration delay, Runnable action, ExecutionContext executor) {
    return process.schedule(delay.toNanos(), () -> executor.execute(action));
  }

  @Override
  public double maxFrequency() {
    return 1e9;
  }

  private final class Repeated implements Cancellable {
    private final long interval;
    private final Runnable action;
    private Cancellable next;
    private boolean cancelled;

    Repeated(long interval, Runnable action) {
      this.interval = interval;
      this.action = action;
    }

    void startAfter(long delay) {
      next =
          process.schedule(
              delay,
              () -> {
                startAfter(interval);
                action.run();
              });
    }

    @Override
    public boolean cancel() {
      boolean first = !cancelled;
      cancelled = true;
      next.cancel();
      return first;
    }

    @Override
    public boolean isCancelled() {
      return cancelled;
    }
  }
}
