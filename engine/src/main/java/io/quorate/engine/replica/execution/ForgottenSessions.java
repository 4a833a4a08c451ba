package io.quorate.engine.replica.execution;

import io.quorate.engine.model.Bounded;
import io.quorate.engine.model.ClientRecord.Forgotten;
import io.quorate.engine.model.ClientRecord.Range;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.replica.limit.ReplicaBounds;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Which of one client's sessions are not remembered any more, in bounded room, so that none of them
 * begins again. Their numbers are kept as ranges; when there is one too many, the two that are
 * nearest to each other become one. So what is between them counts as forgotten though it may never
 * have been: but numbers that are clocks lie close together, and clocks that differ lie apart, and
 * a session that says since when it is needs no number that is free.
 */
final class ForgottenSessions {

  static final int RANGES = 64;

  @Bounded(by = ReplicaBounds.RECORDS)
  private final TreeMap<Long, Long> lastByFirst = new TreeMap<>();

  private SequenceNumber used = SequenceNumber.ZERO;

  /**
   * @param lastUse the slot that executed one of its requests last
   */
  void add(long session, SequenceNumber lastUse) {
    used = lastUse.isAfter(used) ? lastUse : used;
    if (!contains(session)) {
      lastByFirst.put(session, session);
    }
    if (lastByFirst.size() > RANGES) {
      joinNearest();
    }
  }

  /**
   * Whether a session with this number, which is not remembered, may be one of these.
   *
   * @param since a slot that had been executed when the session began
   */
  boolean mayHave(long session, SequenceNumber since) {
    return used.isAfter(since) && contains(session);
  }

  private boolean contains(long session) {
    var range = lastByFirst.floorEntry(session);
    return range != null && session <= range.getValue();
  }

  private void joinNearest() {
    var ranges = new ArrayList<>(lastByFirst.entrySet());
    int nearest = 1;
    for (int i = 2; i < ranges.size(); i++) {
      if (gapBefore(ranges, i) < gapBefore(ranges, nearest)) {
        nearest = i;
      }
    }
    long last = ranges.get(nearest).getValue();
    lastByFirst.remove(ranges.get(nearest).getKey());
    lastByFirst.put(ranges.get(nearest - 1).getKey(), last);
  }

  private static long gapBefore(List<java.util.Map.Entry<Long, Long>> ranges, int i) {
    return ranges.get(i).getKey() - ranges.get(i - 1).getValue();
  }

  Forgotten record() {
    var ranges = new ArrayList<Range>();
    lastByFirst.forEach((first, last) -> ranges.add(new Range(first, last)));
    return new Forgotten(used, ranges);
  }

  void restore(Forgotten stored) {
    used = stored.used();
    stored.ranges().forEach(range -> lastByFirst.put(range.first(), range.last()));
  }
}
