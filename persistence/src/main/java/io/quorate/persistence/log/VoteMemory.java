package io.quorate.persistence.log;

import io.quorate.engine.model.Fact;
import io.quorate.engine.model.SequenceNumber;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What a vote log remembers of its events; changed in place by the one actor that owns it. Facts
 * about single slots are held until they were recalled, and never again: they are the replica's to
 * keep.
 */
final class VoteMemory {

  private final EventExtents extents = new EventExtents();
  private SequenceNumber trimmed = SequenceNumber.ZERO;
  private long disposable;

  /** Facts about views and checkpoints, in order. */
  private List<Fact> standing = List.of();

  /** All facts, in order; null from the moment they were recalled. */
  private List<Fact> untold = new ArrayList<>();

  /**
   * @param number of the event in the journal
   */
  VoteMemory apply(VoteEvent event, long number) {
    if (event instanceof VoteEvent.FactsRecorded recorded) {
      record(recorded.facts(), number);
    } else if (event instanceof VoteEvent.Trimmed trim) {
      trim(trim, number);
    }
    return this;
  }

  private void record(List<Fact> facts, long number) {
    var highest = facts.stream().map(FactRetention::numberOf).max(Comparator.naturalOrder());
    extents.add(number, highest.orElse(SequenceNumber.ZERO));
    var lasting = facts.stream().filter(FactRetention::outlivesSlots).toList();
    if (!lasting.isEmpty()) {
      standing = FactRetention.kept(concat(standing, lasting), trimmed);
    }
    if (untold != null) {
      untold.addAll(facts);
    }
  }

  private void trim(VoteEvent.Trimmed trim, long number) {
    trimmed = trim.upTo();
    disposable = extents.forget(trimmed);
    extents.add(number, SequenceNumber.ZERO);
    standing = trim.carried();
    if (untold != null) {
      untold = new ArrayList<>(FactRetention.kept(withCarried(trim.carried()), trimmed));
    }
  }

  /** Events are deleted oldest first, so what only the trim still says belongs in front. */
  private List<Fact> withCarried(List<Fact> carried) {
    var known = untold.stream().filter(FactRetention::outlivesSlots).toList();
    return concat(carried.stream().filter(fact -> !known.contains(fact)).toList(), untold);
  }

  private static List<Fact> concat(List<Fact> first, List<Fact> second) {
    var all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }

  /** Hands the facts over, once. */
  List<Fact> recall() {
    if (untold == null) {
      throw new IllegalStateException("a vote log recalls once in its life");
    }
    var all = List.copyOf(untold);
    untold = null;
    return all;
  }

  boolean wouldTrim(SequenceNumber upTo) {
    return upTo.isAfter(trimmed);
  }

  /** What a trim up to here must say again. */
  List<Fact> carried(SequenceNumber upTo) {
    return FactRetention.kept(standing, upTo);
  }

  /** The last event that the latest trim made useless; 0 if it made none. */
  long disposable() {
    return disposable;
  }
}
