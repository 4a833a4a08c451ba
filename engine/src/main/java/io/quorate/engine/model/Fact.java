package io.quorate.engine.model;

import io.quorate.engine.model.certificate.PreparedCertificate;
import io.quorate.engine.model.certificate.StableCheckpoint;
import java.util.List;

/**
 * What a replica must still know after a crash. A fact is on disk before the message that it
 * justifies leaves; replayed in order, facts restore every promise that was made.
 */
public sealed interface Fact {

  /** Never again a vote below this view: a VIEW-CHANGE for it left. */
  record ViewEntered(View view) implements Fact {}

  /**
   * This view is in force.
   *
   * @param newView octets of the NEW-VIEW message
   * @param viewChanges octets of the VIEW-CHANGE messages that justify it
   */
  record ViewInstalled(View view, Bytes newView, List<Bytes> viewChanges) implements Fact {
    public ViewInstalled {
      viewChanges = List.copyOf(viewChanges);
    }
  }

  /**
   * The replica proposed this batch, or prepared it: no other one at this view and number.
   *
   * @param proposal octets of the PRE-PREPARE
   * @param prepare octets of this replica's PREPARE; empty when it is the primary
   * @param requests octets of the requests that the batch refers to; none when the promise of an
   *     earlier view for the same batch and number has them
   */
  record Promised(
      View view, SequenceNumber sequence, Bytes proposal, Bytes prepare, List<Bytes> requests)
      implements Fact {
    public Promised {
      requests = List.copyOf(requests);
    }
  }

  /**
   * The replica holds this certificate and says so to every later view.
   *
   * @param commit octets of this replica's COMMIT
   */
  record Prepared(PreparedCertificate certificate, Bytes commit) implements Fact {}

  /** What lies at or below this checkpoint is settled, and this replica's own state is past it. */
  record Stabilized(StableCheckpoint checkpoint) implements Fact {}

  /**
   * Some of what this replica promised is not among its facts, so it never votes again.
   *
   * @param what is gone, and how it was noticed; for people
   */
  record Forgotten(String what) implements Fact {}
}
