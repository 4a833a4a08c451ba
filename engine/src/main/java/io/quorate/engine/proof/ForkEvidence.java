package io.quorate.engine.proof;

import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.certificate.Endorsement;
import io.quorate.engine.model.certificate.FinalityCertificate;
import io.quorate.engine.model.certificate.FinalityProof;
import java.util.BitSet;
import java.util.List;

/**
 * Two certificates that hold, for two different headers of one number. Anybody who has the founding
 * record can check it.
 */
public record ForkEvidence(FinalityCertificate first, FinalityCertificate second) {

  /** Who signed both: at least f + 1 replicas, for two quorums share as many. */
  public List<ReplicaId> signedBoth() {
    var both = signers(first.proof());
    both.and(signers(second.proof()));
    return both.stream().mapToObj(ReplicaId::new).toList();
  }

  private static BitSet signers(FinalityProof proof) {
    if (proof instanceof FinalityProof.Aggregate aggregate) {
      return BitSet.valueOf(aggregate.signers().toArray());
    }
    var signers = new BitSet();
    ((FinalityProof.Votes) proof)
        .endorsements().stream()
            .map(Endorsement::signer)
            .forEach(signer -> signers.set(signer.value()));
    return signers;
  }
}
