package io.quorate.engine.spi;

import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.message.Message.Decided.Decision;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * What was decided, in order, with its proof. Nobody waits for it: what is decided can be rebuilt
 * from the votes; it makes a restart quick, and history provable.
 */
public final class CommitLog {

  private CommitLog() {}

  /** What a commit log is told. */
  public sealed interface Command permits Recall, Append, Trim {}

  /** Say what is on disk; answered once, when it was read. */
  public record Recall(ActorRef<Recalled> replyTo) implements Command {}

  /** Keep these decisions; the first follows the last one recorded. */
  public record Append(List<Decision> decisions) implements Command {
    public Append {
      decisions = List.copyOf(decisions);
    }
  }

  /** Decisions at or below this number may go: the state that they led to is durable. */
  public record Trim(SequenceNumber upTo) implements Command {}

  /** All decisions that were not trimmed, in order, without gaps. */
  public record Recalled(List<Decision> decisions) {
    public Recalled {
      decisions = List.copyOf(decisions);
    }
  }
}
