package io.quorate.engine.proof;

import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.certificate.FinalityCertificate;
import java.util.List;

/**
 * Two certificates that hold, for two different headers of one number. Anybody who has the founding
 * record can check it.
 */
public record ForkEvidence(FinalityCertificate first, FinalityCertificate second) {

  /** Who signed both: at least f + 1 replicas, for two quorums share as many. */
  public List<ReplicaId> signedBoth() {
    var both = first.proof().signers();
    both.and(second.proof().signers());
    return both.stream().mapToObj(ReplicaId::new).toList();
  }
}
