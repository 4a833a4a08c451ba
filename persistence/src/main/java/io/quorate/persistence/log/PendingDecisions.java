package io.quorate.persistence.log;

import io.quorate.engine.model.Bounded;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.message.Message.Decided.Decision;
import io.quorate.persistence.PersistenceBuffers;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Decisions that wait for the write under way, to be written in one event after it. There is a
 * limit to what may wait: a commit log that falls behind for good must not take the memory of the
 * replica with it.
 */
final class PendingDecisions {

  /** Octets of a decision besides its requests: signatures and references, rounded up. */
  private static final int EACH = 256;

  @Bounded(by = PersistenceBuffers.DECISIONS)
  private final ArrayDeque<Decision> queue = new ArrayDeque<>();

  private final long limit;
  private long waiting;

  /**
   * @param limit octets that may wait
   */
  PendingDecisions(long limit) {
    this.limit = limit;
  }

  /**
   * @throws CommitLogOverrun when more waits now than may
   */
  void add(List<Decision> decisions) {
    queue.addAll(decisions);
    waiting += decisions.stream().mapToLong(PendingDecisions::sizeOf).sum();
    if (waiting > limit) {
      throw new CommitLogOverrun(waiting, limit);
    }
  }

  /** Forgets all that waits. */
  void clear() {
    queue.clear();
    waiting = 0;
  }

  boolean isEmpty() {
    return queue.isEmpty();
  }

  /**
   * Takes the oldest decisions, without those that are known already.
   *
   * @param known everything up to here
   * @param octets at most, except that one decision may be larger
   */
  List<Decision> take(SequenceNumber known, long octets) {
    var group = new ArrayList<Decision>();
    var last = known;
    long size = 0;
    while (!queue.isEmpty()) {
      var next = queue.peekFirst();
      if (CommitMemory.numberOf(next).isAfter(last)) {
        size += sizeOf(next);
        if (size > octets && !group.isEmpty()) {
          break;
        }
        group.add(next);
        last = CommitMemory.numberOf(next);
      }
      waiting -= sizeOf(queue.removeFirst());
    }
    return group;
  }

  private static long sizeOf(Decision decision) {
    long parts = 1L + decision.certificate().commits().size() + decision.batch().requests().size();
    return EACH * parts + decision.requests().stream().mapToLong(Bytes::length).sum();
  }
}
