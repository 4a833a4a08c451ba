package io.quorate.engine.client;

import io.quorate.engine.model.Bytes;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.pattern.StatusReply;

/** The actor that asks the group on behalf of one registered client. */
public final class BftClient {

  private BftClient() {}

  /** What it can be told. */
  public sealed interface Command permits Submit {}

  /**
   * Have this operation executed; answered by a {@link Reply} or a {@link RequestFailed}.
   *
   * @param operation at most the group's {@code maxRequestOctets}
   */
  public record Submit(Bytes operation, ActorRef<StatusReply<Reply>> replyTo) implements Command {}
}
