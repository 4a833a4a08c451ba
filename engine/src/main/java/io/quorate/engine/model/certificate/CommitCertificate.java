package io.quorate.engine.model.certificate;

import io.quorate.engine.model.Digest;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.View;
import java.util.List;

/** A quorum committed this batch here: it is decided, whatever views may follow. */
public record CommitCertificate(
    View view, SequenceNumber sequence, Digest batch, QuorumSignature commits)
    implements Certificate {

  /** With the members' own signatures. */
  public CommitCertificate(
      View view, SequenceNumber sequence, Digest batch, List<Endorsement> commits) {
    this(view, sequence, batch, new QuorumSignature.Votes(commits));
  }
}
