package io.quorate.engine.core.antientropy;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.View;
import io.quorate.engine.model.message.Message.Status;
import java.util.List;

/**
 * Why the view that began last is in force.
 *
 * @param wires octets of its NEW-VIEW and of the view changes that this names; none for view 0
 * @param since when it began here, in nanoseconds
 */
public record ViewProof(View view, List<Bytes> wires, long since) {

  public static final ViewProof NONE = new ViewProof(View.ZERO, List.of(), 0);

  public ViewProof {
    wires = List.copyOf(wires);
  }

  /**
   * Whether a peer that stands there could use it. Who wants a later view is past it. When the view
   * has just begun its messages are still on their way to everybody: they are long, and costly to
   * check twice.
   *
   * @param patience nanoseconds
   */
  boolean isLackedBy(Status peer, long patience, long now) {
    boolean missed =
        view.isAfter(peer.view()) || (view.equals(peer.view()) && !peer.stance().votes());
    return missed && now - since > patience;
  }
}
