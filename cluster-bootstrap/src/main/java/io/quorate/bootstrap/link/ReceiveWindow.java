package io.quorate.bootstrap.link;

import io.quorate.engine.model.Bounded;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.spi.InboundFrame;
import io.quorate.engine.spi.Transport.Lane;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What came from one peer for one lane and has not been dealt with, over however many connections.
 * When it is too much, or has cost too much, none of them is read: the peer's own buffers fill, and
 * others are heard in between. So whoever sends faster than signatures can be checked costs a
 * bounded number of octets.
 */
final class ReceiveWindow implements InboundFrame.Origin {

  /** Some four hundred votes: what others may have to wait for. */
  static final long OF_VOTES = 64 * 1024;

  static final long OF_OTHERS = 256 * 1024;

  private final long most;
  private final VerificationBudget budget;
  private final SharedBytes shared;

  @Bounded(by = LinkBuffers.CONNECTIONS)
  private final Set<Runnable> held = new LinkedHashSet<>();

  private long waiting;

  /**
   * @param budget what the peer may cost, on all its lanes
   */
  ReceiveWindow(Lane lane, VerificationBudget budget) {
    this(lane, budget, new SharedBytes(Long.MAX_VALUE));
  }

  /**
   * @param budget what the peer may cost, on all its lanes
   * @param shared what waits of this peer and others
   */
  ReceiveWindow(Lane lane, VerificationBudget budget, SharedBytes shared) {
    this.most = lane == Lane.VOTES ? OF_VOTES : OF_OTHERS;
    this.budget = budget;
    this.shared = shared;
  }

  /** A frame that is to be dealt with. */
  synchronized InboundFrame let(Bytes frame) {
    waiting += frame.length();
    shared.add(frame.length());
    return new InboundFrame(frame, this);
  }

  /**
   * Whether a connection is to be read no further for now.
   *
   * @param connection has it read on, from any thread; called once when there is room again, while
   *     who has spent its budget finds out by asking
   */
  synchronized boolean holds(Runnable connection, long now) {
    boolean enough = waiting > most || shared.isFull() || budget.isSpent(now);
    if (enough) {
      held.add(connection);
    } else {
      held.remove(connection);
    }
    return enough;
  }

  @Override
  public void done(Bytes octets, int checks) {
    budget.spend(checks);
    shared.remove(octets.length());
    roomed(octets.length()).forEach(Runnable::run);
  }

  private synchronized List<Runnable> roomed(int octets) {
    waiting -= octets;
    if (held.isEmpty() || waiting > most / 2) {
      return List.of();
    }
    var free = List.copyOf(held);
    held.clear();
    return free;
  }

  synchronized void forget(Runnable connection) {
    held.remove(connection);
  }
}
