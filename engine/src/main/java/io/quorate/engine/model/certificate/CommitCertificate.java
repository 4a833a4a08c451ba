package io.quorate.engine.model.certificate;

import io.quorate.engine.model.Digest;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.View;
import java.util.List;

/** A quorum committed this batch here: it is decided, whatever views may follow. */
public record CommitCertificate(
    View view, SequenceNumber sequence, Digest batch, List<Endorsement> commits)
    implements Certificate {

  public CommitCertificate {
    commits = List.copyOf(commits);
  }
}
