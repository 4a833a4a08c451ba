package io.quorate.persistence.log;

import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.message.Message.Decided.Decision;
import java.util.List;

/** What happened to a commit log. */
sealed interface CommitEvent {

  /** All that was decided while the previous write was under way, in order. */
  record Decided(List<Decision> decisions) implements CommitEvent {
    public Decided {
      decisions = List.copyOf(decisions);
    }
  }

  /** Decisions at or below this number went. */
  record Trimmed(SequenceNumber upTo) implements CommitEvent {}
}
