package io.quorate.persistence.log;

import io.quorate.engine.model.Bounded;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.message.Message.Decided.Decision;
import io.quorate.persistence.PersistenceBuffers;
import java.util.ArrayList;
import java.util.List;

/**
 * What a commit log remembers of its events; changed in place by the one actor that owns it.
 * Decisions are held until they were recalled, and never again.
 */
final class CommitMemory {

  private final EventExtents extents = new EventExtents();
  private SequenceNumber trimmed = SequenceNumber.ZERO;
  private SequenceNumber last = SequenceNumber.ZERO;
  private long disposable;

  /** All decisions, in order, without gaps; null from the moment they were recalled. */
  @Bounded(by = PersistenceBuffers.EVENTS)
  private List<Decision> untold = new ArrayList<>();

  /**
   * @param number of the event in the journal
   */
  CommitMemory apply(CommitEvent event, long number) {
    if (event instanceof CommitEvent.Decided decided) {
      decided.decisions().forEach(this::take);
      extents.add(number, last);
    } else if (event instanceof CommitEvent.Trimmed trim) {
      trim(trim.upTo(), number);
    }
    return this;
  }

  /** A jump means that the state in between was transferred: it stands for what lies before. */
  private void take(Decision decision) {
    var number = numberOf(decision);
    if (untold != null) {
      if (number.isAfter(last.next())) {
        untold.clear();
      }
      untold.add(decision);
    }
    last = number;
  }

  private void trim(SequenceNumber upTo, long number) {
    trimmed = upTo;
    last = upTo.isAfter(last) ? upTo : last;
    disposable = extents.forget(upTo);
    extents.add(number, SequenceNumber.ZERO);
    if (untold != null) {
      untold.removeIf(decision -> !numberOf(decision).isAfter(upTo));
    }
  }

  static SequenceNumber numberOf(Decision decision) {
    return decision.certificate().sequence();
  }

  /** Hands the decisions over, once. */
  List<Decision> recall() {
    if (untold == null) {
      throw new IllegalStateException("a commit log recalls once in its life");
    }
    var all = List.copyOf(untold);
    untold = null;
    return all;
  }

  boolean wouldTrim(SequenceNumber upTo) {
    return upTo.isAfter(trimmed);
  }

  /** Decided and recorded, or trimmed, up to here. */
  SequenceNumber last() {
    return last;
  }

  /** The last event that the latest trim made useless; 0 if it made none. */
  long disposable() {
    return disposable;
  }
}
