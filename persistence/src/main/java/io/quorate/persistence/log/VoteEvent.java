package io.quorate.persistence.log;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Fact;
import io.quorate.engine.model.SequenceNumber;
import java.util.List;

/** What happened to a vote log. */
sealed interface VoteEvent {

  /** One group, or a piece of one. */
  record FactsRecorded(List<Fact> facts) implements VoteEvent {
    public FactsRecorded {
      facts = List.copyOf(facts);
    }
  }

  /**
   * Facts about numbers at or below this one went.
   *
   * @param carried facts that still stand although the events that recorded them may be deleted
   */
  record Trimmed(SequenceNumber upTo, List<Fact> carried) implements VoteEvent {
    public Trimmed {
      carried = List.copyOf(carried);
    }
  }

  /**
   * A part of an event that is too large for one event of a journal. The parts follow each other;
   * without the last of them they mean nothing.
   *
   * @param manifest of the whole event
   * @param index counts its parts, from 0
   */
  record Part(String manifest, int index, boolean isLast, Bytes octets) implements VoteEvent {

    /** Bytes of a part besides the octets, rounded up. */
    static final int HEAD = 64;
  }
}
