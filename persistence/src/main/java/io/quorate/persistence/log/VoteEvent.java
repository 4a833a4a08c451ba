package io.quorate.persistence.log;

import io.quorate.engine.model.Fact;
import io.quorate.engine.model.SequenceNumber;
import java.util.List;

/** What happened to a vote log. */
sealed interface VoteEvent {

  /** One group, all or none of it. */
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
}
