package io.quorate.persistence.append;

import java.util.Optional;
import org.apache.pekko.actor.AbstractExtensionId;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.Extension;

/** How the embedded journal of one actor system is, in words for an operator. */
public final class JournalState extends AbstractExtensionId<JournalState.Found> {

  private static final JournalState ID = new JournalState();

  private JournalState() {}

  /** May be read from any thread. */
  public static final class Found implements Extension {
    private volatile String loss = "";
    private volatile String shortage = "";

    private Found() {}

    void lost(String what) {
      loss = what;
    }

    void shortOf(String room) {
      shortage = room;
    }

    /** What was once durable and is gone: its owner must not vote. Known once it was opened. */
    public Optional<String> loss() {
      return told(loss);
    }

    /** Why writes wait, or soon will: there is no room on the disk. Goes when there is. */
    public Optional<String> shortage() {
      return told(shortage);
    }

    private static Optional<String> told(String text) {
      return text.isEmpty() ? Optional.empty() : Optional.of(text);
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
