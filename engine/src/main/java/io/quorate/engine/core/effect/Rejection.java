package io.quorate.engine.core.effect;

import io.quorate.engine.model.Digest;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.View;

/**
 * Why a verified message changed nothing. A value, for any peer may provoke one at will; the shell
 * counts it by type and samples it into the log.
 */
public sealed interface Rejection {

  record OutsideWindow(SequenceNumber low, SequenceNumber high, SequenceNumber actual)
      implements Rejection {}

  record WrongView(View current, View actual) implements Rejection {}

  record NotThePrimary(ReplicaId primary, ReplicaId actual) implements Rejection {}

  /** The primary's PRE-PREPARE is its PREPARE; it sends no other. */
  record PrimaryPrepared(ReplicaId primary) implements Rejection {}

  /** Evidence: the same replica signed two digests for one view, number and phase. */
  record Equivocation(ReplicaId by, View view, SequenceNumber at, Digest first, Digest second)
      implements Rejection {}

  record ClockTooFar(long proposedMillis, long ownMillis) implements Rejection {}

  record BatchTooLarge(int operations, int bytes) implements Rejection {}

  /** Its checkpoint interval has no room for so many bytes. */
  record IntervalFull(SequenceNumber at, int bytes, long room) implements Rejection {}

  /** A null batch that no plan demands, where its interval still takes any request. */
  record NeedlessNullBatch(SequenceNumber at) implements Rejection {}

  record RepeatedRequest(SequenceNumber at) implements Rejection {}

  /** The new view's plan demands another batch here. */
  record AgainstThePlan(SequenceNumber at, Digest planned, Digest proposed) implements Rejection {}

  /** The view began with a stable checkpoint at or above this: others have decided here. */
  record Settled(SequenceNumber at, SequenceNumber base) implements Rejection {}

  /** This replica already promised another batch at this view and number. */
  record AlreadyPromised(SequenceNumber at, Digest promised, Digest asked) implements Rejection {}

  record UnjustifiedNewView(View view, String why) implements Rejection {}

  /** It drew more than its share of what this replica resends; see {@code AntiEntropy}. */
  record TooMuchAsked(ReplicaId by) implements Rejection {}

  /** So many requests were referred to, and are missing, that some were not even asked for. */
  record TooMuchWanted(long turnedAway) implements Rejection {}

  /** The name under which it is counted. */
  default String kind() {
    return getClass().getSimpleName();
  }
}
