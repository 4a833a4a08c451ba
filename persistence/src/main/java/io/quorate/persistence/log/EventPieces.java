package io.quorate.persistence.log;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Fact;
import io.quorate.persistence.log.VoteEvent.FactsRecorded;
import io.quorate.persistence.log.VoteEvent.Part;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts what a vote log records into events that a journal takes. Facts are put together up to the
 * largest event; an event that is larger still, as one fact of a large committee may be, becomes
 * parts. Facts of one append may come apart: each promise stands for itself, and none is shown
 * before all are durable.
 */
final class EventPieces {

  /** What a fact takes besides its messages: certificates' signatures, names and lengths. */
  private static final int EACH = 512;

  private static final EventCodec CODEC = new EventCodec();

  private final int largest;

  /**
   * @param largest bytes of an event; those of a part, with its head, do not exceed it
   */
  EventPieces(long largest) {
    this.largest = (int) Math.min(largest, Integer.MAX_VALUE - EACH);
  }

  List<VoteEvent> of(List<Fact> facts) {
    var pieces = new ArrayList<VoteEvent>();
    var group = new ArrayList<Fact>();
    long size = 0;
    for (var fact : facts) {
      size += weight(fact);
      if (size > largest && !group.isEmpty()) {
        pieces.addAll(of(new FactsRecorded(group)));
        group.clear();
        size = weight(fact);
      }
      group.add(fact);
    }
    pieces.addAll(of(new FactsRecorded(group)));
    return pieces;
  }

  /** The event itself, or its parts. */
  List<VoteEvent> of(VoteEvent event) {
    if (weight(event) <= largest) {
      return List.of(event);
    }
    var octets = Bytes.wrap(CODEC.toBinary(event));
    int each = largest - Part.HEAD;
    var parts = new ArrayList<VoteEvent>();
    for (int from = 0; from < octets.length(); from += each) {
      int to = Math.min(octets.length(), from + each);
      boolean isLast = to == octets.length();
      parts.add(new Part(CODEC.manifest(event), parts.size(), isLast, octets.slice(from, to)));
    }
    return parts;
  }

  private static long weight(VoteEvent event) {
    var facts =
        event instanceof FactsRecorded recorded
            ? recorded.facts()
            : ((VoteEvent.Trimmed) event).carried();
    return EACH + facts.stream().mapToLong(EventPieces::weight).sum();
  }

  private static long weight(Fact fact) {
    if (fact instanceof Fact.Promised promised) {
      return EACH
          + promised.proposal().length()
          + promised.prepare().length()
          + octets(promised.requests());
    } else if (fact instanceof Fact.ViewInstalled installed) {
      return EACH + installed.newView().length() + octets(installed.viewChanges());
    } else if (fact instanceof Fact.Prepared prepared) {
      return (long) EACH * (2 + prepared.certificate().prepares().size());
    } else if (fact instanceof Fact.Stabilized stabilized) {
      return (long) EACH * (2 + stabilized.checkpoint().signature().size());
    }
    return EACH;
  }

  private static long octets(List<Bytes> messages) {
    return messages.stream().mapToLong(each -> each.length() + (long) Long.BYTES).sum();
  }
}
