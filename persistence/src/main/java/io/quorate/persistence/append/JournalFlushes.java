package io.quorate.persistence.append;

import java.util.function.LongConsumer;
import org.apache.pekko.actor.AbstractExtensionId;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.Extension;

/** How long the disk takes to make a file of the embedded journals durable; for measurements. */
public final class JournalFlushes extends AbstractExtensionId<JournalFlushes.Durations> {

  private static final JournalFlushes ID = new JournalFlushes();

  private JournalFlushes() {}

  /** Those of one actor system; from any thread. */
  public static final class Durations implements Extension {
    private volatile LongConsumer observer = nanos -> {};

    private Durations() {}

    void flushed(long nanos) {
      observer.accept(nanos);
    }

    /** Has each flush told from now on, in nanoseconds, on the thread that flushed. */
    public void observe(LongConsumer told) {
      observer = told;
    }
  }

  public static Durations of(ClassicActorSystemProvider system) {
    return ID.get(system);
  }

  @Override
  public Durations createExtension(ExtendedActorSystem system) {
    return new Durations();
  }
}
