package io.quorate.engine.core.viewchange;

import io.quorate.engine.core.effect.CoreBounds;
import io.quorate.engine.model.Bounded;
import io.quorate.engine.model.ReplicaId;
import java.util.TreeMap;

/**
 * Replicas that asked for a higher view while the others go on without them.
 *
 * <p>They cannot come back: a VIEW-CHANGE says what its sender had prepared by then, and a NEW-VIEW
 * may rest on it at any time. Were its sender to commit in the old view again, a quorum with it
 * could decide what the certificates under that NEW-VIEW do not show, and a fork would need one
 * liar more only. So it is the others that follow, when somebody still asks after some time-outs;
 * each time later, for a liar may ask for no reason.
 */
final class LoneViewChanges {

  /** Time-outs until the first one is followed: who only starts later than others is not asking. */
  private static final int FIRST = 4;

  private static final int MOST_DOUBLINGS = 10;

  @Bounded(by = CoreBounds.REPLICAS)
  private final TreeMap<ReplicaId, Long> since = new TreeMap<>();

  private int followed;

  /**
   * Whether this replica, who asks now, has asked for so long that it is to be followed.
   *
   * @param timeout that of the view in force, in nanoseconds
   */
  boolean isFollowed(ReplicaId lone, long timeout, long now) {
    if (now - since.computeIfAbsent(lone, first -> now) < (FIRST * timeout) << followed) {
      return false;
    }
    followed = Math.min(followed + 1, MOST_DOUBLINGS);
    return true;
  }

  /** A view began: who asks for a higher one than that begins to ask anew. */
  void forget() {
    since.clear();
  }
}
