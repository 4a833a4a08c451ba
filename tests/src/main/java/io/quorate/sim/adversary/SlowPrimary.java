package io.quorate.sim.adversary;

import io.quorate.engine.model.message.MessageType;
import java.util.List;

/** Proposes just in time not to be voted out. */
final class SlowPrimary implements Adversary {

  /** The simulation's time-out for a view is one second. */
  private static final long JUST_IN_TIME = 850_000_000;

  private final Means means;

  SlowPrimary(Means means) {
    this.means = means;
  }

  @Override
  public List<Sent> rewrite(Sent honest) {
    boolean held =
        means.tellsPeer(honest) && honest.opened().statement().type() == MessageType.PRE_PREPARE;
    return List.of(held ? new Sent(honest.to(), honest.wire(), JUST_IN_TIME) : honest);
  }
}
