package io.quorate.engine.core.agreement;

import io.quorate.engine.model.message.MessageType;
import io.quorate.engine.model.message.Statement;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How far each open slot is, for the verifier to read: a vote that can no longer change anything is
 * not worth a signature check. Written by the replica alone, read from other threads; what is read
 * may be old, which costs a check and nothing else.
 */
public final class PhaseBoard {

  /** A slot's phase, as far as counting votes goes. */
  private static final int OPEN = 0;

  private static final int PRE_PREPARED = 1;
  private static final int PREPARED = 2;
  private static final int COMMITTED = 3;
  private static final int PHASE_BITS = 2;

  private final int quorum;
  private final AtomicLongArray phases;
  private volatile long view;
  private volatile long low;

  public PhaseBoard(int quorum, int window) {
    this.quorum = quorum;
    this.phases = new AtomicLongArray(window);
  }

  /**
   * How many more votes of this kind, view, number and digest may matter, at most; all that are not
   * votes on a slot of the current view may.
   */
  public int needed(Statement vote) {
    boolean counted =
        (vote.type() == MessageType.PREPARE || vote.type() == MessageType.COMMIT)
            && vote.view() == view;
    if (!counted) {
      return Integer.MAX_VALUE;
    }
    if (vote.sequence() <= low) {
      return 0;
    }
    int phase = phase(vote.sequence());
    if (vote.type() == MessageType.PREPARE) {
      return phase >= PREPARED ? 0 : phase == PRE_PREPARED ? quorum - 2 : quorum - 1;
    }
    return phase == COMMITTED ? 0 : phase == PREPARED ? quorum - 1 : quorum;
  }

  /**
   * Notes where a slot is.
   *
   * @param voting this replica casts votes, which count beside the ones to be verified
   * @param primary this replica is the primary, and casts no PREPARE
   */
  void put(Slot slot, boolean voting, boolean primary) {
    long sequence = slot.sequence().value();
    phases.set(index(sequence), sequence << PHASE_BITS | phase(slot, voting, primary));
  }

  private static int phase(Slot slot, boolean voting, boolean primary) {
    if (slot instanceof Slot.Committed) {
      return COMMITTED;
    }
    if (!voting) {
      return OPEN;
    }
    return slot instanceof Slot.Prepared
        ? PREPARED
        : slot instanceof Slot.PrePrepared && !primary ? PRE_PREPARED : OPEN;
  }

  public void begin(long newView) {
    for (int i = 0; i < phases.length(); i++) {
      phases.set(i, OPEN);
    }
    view = newView;
  }

  public void advance(long stable) {
    low = stable;
  }

  private int phase(long sequence) {
    long cell = phases.get(index(sequence));
    return cell >> PHASE_BITS == sequence ? (int) (cell & (1 << PHASE_BITS) - 1) : OPEN;
  }

  private int index(long sequence) {
    return (int) (sequence % phases.length());
  }
}
