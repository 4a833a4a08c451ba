package io.quorate.sim.adversary;

import io.quorate.engine.model.message.MessageType;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;

/** Leaves out what it ought to say: to everyone, or only to some. */
public final class MessageOmitter implements Adversary {

  private final Set<MessageType> withheld;
  private final IntPredicate from;

  /**
   * @param from replicas that are not told
   */
  public MessageOmitter(Set<MessageType> withheld, IntPredicate from) {
    this.withheld = withheld;
    this.from = from;
  }

  @Override
  public List<Sent> rewrite(Sent honest) {
    return from.test(honest.to()) && withheld.contains(honest.message().type())
        ? List.of()
        : List.of(honest);
  }
}
