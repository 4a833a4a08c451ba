package io.quorate.engine.model.certificate;

import io.quorate.engine.model.Digest;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.View;
import java.util.List;

/**
 * A quorum pre-prepared or prepared this batch here in this view (OSDI '99, §4.2, "prepared"): no
 * other batch can have prepared at the same view and number.
 *
 * @param proposal the primary's signature under its PRE-PREPARE, which counts as its PREPARE
 * @param prepares the backups' signatures; with the proposal they make a quorum
 */
public record PreparedCertificate(
    View view,
    SequenceNumber sequence,
    Digest batch,
    Endorsement proposal,
    QuorumSignature prepares)
    implements Certificate {

  /** With the backups' own signatures. */
  public PreparedCertificate(
      View view,
      SequenceNumber sequence,
      Digest batch,
      Endorsement proposal,
      List<Endorsement> prepares) {
    this(view, sequence, batch, proposal, new QuorumSignature.Votes(prepares));
  }
}
