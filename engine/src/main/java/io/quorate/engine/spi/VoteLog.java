package io.quorate.engine.spi;

import io.quorate.engine.model.Fact;
import io.quorate.engine.model.SequenceNumber;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * What a replica promised, durable before anybody hears of it. An implementation is an actor's
 * behaviour; when it cannot be sure that a write is on disk it stops with the reason as its
 * failure, and the replica above it votes no more.
 */
public final class VoteLog {

  private VoteLog() {}

  /** What a vote log is told. */
  public sealed interface Command permits Recall, Append, Trim {}

  /** Say what is on disk; answered once, when it was read. */
  public record Recall(ActorRef<Recalled> replyTo) implements Command {}

  /**
   * Make these facts durable, all or none, with one flush; answered when they are. At most one is
   * outstanding.
   */
  public record Append(List<Fact> facts, ActorRef<Recorded> replyTo) implements Command {
    public Append {
      facts = List.copyOf(facts);
    }
  }

  /** Facts about numbers at or below this one may go: the state that they led to is durable. */
  public record Trim(SequenceNumber upTo) implements Command {}

  /** All facts that were not trimmed, in order. */
  public record Recalled(List<Fact> facts) {
    public Recalled {
      facts = List.copyOf(facts);
    }
  }

  /** The last {@link Append} is durable. */
  public enum Recorded {
    DURABLE
  }
}
