package io.quorate.persistence.append;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.AbstractExtensionId;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.Extension;

/** How the embedded journal of one actor system is, in words for an operator. */
public final class JournalState extends AbstractExtensionId<JournalState.Found> {

  private static final JournalState ID = new JournalState();

  private JournalState() {}

  /**
   * There is too little room.
   *
   * @param since milliseconds since 1970
   */
  public record Shortage(String text, long since) {}

  /** May be read from any thread. */
  public static final class Found implements Extension {
    private volatile String loss = "";
    private final AtomicReference<Optional<Shortage>> shortage =
        new AtomicReference<>(Optional.empty());

    private Found() {}

    void lost(String what) {
      loss = what;
    }

    /**
     * @param text empty when there is room again
     */
    void shortOf(String text) {
      shortage.updateAndGet(
          before ->
              text.isEmpty()
                  ? Optional.empty()
                  : Optional.of(
                      new Shortage(
                          text, before.map(Shortage::since).orElseGet(System::currentTimeMillis))));
    }

    /** What was once durable and is gone: its owner must not vote. Known once it was opened. */
    public Optional<String> loss() {
      return loss.isEmpty() ? Optional.empty() : Optional.of(loss);
    }

    /** Why writes wait, or soon will: there is no room on the disk. Goes when there is. */
    public Optional<Shortage> shortage() {
      return shortage.get();
    }
  }

  public static Found of(ClassicActorSystemProvider system) {
    return ID.get(system);
  }

  @Override
  public Found createExtension(ExtendedActorSystem system) {
    return new Found();
  }
}
