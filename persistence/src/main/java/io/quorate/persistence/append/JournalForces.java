package io.quorate.persistence.append;

import java.util.concurrent.atomic.LongAdder;
import org.apache.pekko.actor.AbstractExtensionId;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.Extension;

/** How often the embedded journals of one actor system forced a file; for measurements. */
public final class JournalForces extends AbstractExtensionId<JournalForces.Counter> {

  private static final JournalForces ID = new JournalForces();

  private JournalForces() {}

  /** Counts for one actor system; from any thread. */
  public static final class Counter implements Extension {
    private final LongAdder forces = new LongAdder();

    private Counter() {}

    void increment() {
      forces.increment();
    }

    public long count() {
      return forces.sum();
    }
  }

  public static Counter of(ClassicActorSystemProvider system) {
    return ID.get(system);
  }

  @Override
  public Counter createExtension(ExtendedActorSystem system) {
    return new Counter();
  }
}
