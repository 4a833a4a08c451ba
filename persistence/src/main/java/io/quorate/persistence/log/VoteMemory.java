package io.quorate.persistence.log;

import io.quorate.engine.model.Bounded;
import io.quorate.engine.model.Fact;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.persistence.PersistenceBuffers;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What a vote log remembers of its events; changed in place by the one actor that owns it. Facts
 * about single slots are held until they were recalled, and never again: they are the replica's to
 * keep.
 */
final class VoteMemory {

  private static final EventCodec CODEC = new EventCodec();

  private final EventExtents extents = new EventExtents();
  private SequenceNumber trimmed = SequenceNumber.ZERO;
  private long disposable;

  /** Facts about views and checkpoints, in order. */
  @Bounded(by = PersistenceBuffers.EVENTS)
  private List<Fact> standing = List.of();

  /** Parts of an event whose last is to come, and the journal's numbers of them. */
  private final ByteArrayOutputStream parts = new ByteArrayOutputStream();

  @Bounded(by = PersistenceBuffers.EVENTS)
  private final List<Long> numbers = new ArrayList<>();

  /** All facts, in order; null from the moment they were recalled. */
  @Bounded(by = PersistenceBuffers.EVENTS)
  private List<Fact> untold = new ArrayList<>();

  /**
   * @param number of the event in the journal
   */
  VoteMemory apply(VoteEvent event, long number) {
    if (event instanceof VoteEvent.Part part) {
      take(part, number);
      return this;
    }
    giveUpParts();
    whole(event, List.of(number));
    return this;
  }

  private void take(VoteEvent.Part part, long number) {
    if (part.index() == 0) {
      giveUpParts();
    }
    parts.writeBytes(part.octets().toArray());
    numbers.add(number);
    if (part.isLast()) {
      var all = List.copyOf(numbers);
      byte[] octets = parts.toByteArray();
      numbers.clear();
      parts.reset();
      whole((VoteEvent) CODEC.fromBinary(octets, part.manifest()), all);
    }
  }

  /** The process ended between them: what they were of was never durable. */
  private void giveUpParts() {
    numbers.forEach(number -> extents.add(number, SequenceNumber.ZERO));
    numbers.clear();
    parts.reset();
  }

  private void whole(VoteEvent event, List<Long> at) {
    if (event instanceof VoteEvent.FactsRecorded recorded) {
      record(recorded.facts(), at);
    } else if (event instanceof VoteEvent.Trimmed trim) {
      trim(trim, at);
    }
  }

  private void record(List<Fact> facts, List<Long> at) {
    var highest = facts.stream().map(FactRetention::numberOf).max(Comparator.naturalOrder());
    at.forEach(number -> extents.add(number, highest.orElse(SequenceNumber.ZERO)));
    var lasting = facts.stream().filter(FactRetention::outlivesSlots).toList();
    if (!lasting.isEmpty()) {
      standing = FactRetention.kept(concat(standing, lasting), trimmed);
    }
    if (untold != null) {
      untold.addAll(facts);
    }
  }

  private void trim(VoteEvent.Trimmed trim, List<Long> at) {
    trimmed = trim.upTo();
    disposable = extents.forget(trimmed);
    at.forEach(number -> extents.add(number, SequenceNumber.ZERO));
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
