package io.quorate.engine.model.certificate;

import io.quorate.engine.model.Bytes;
import java.util.List;

/** In which form a quorum vouches for a header. */
public sealed interface FinalityProof {

  /**
   * The members' signatures under the CHECKPOINT that each of them said, as the group's own
   * replicas check them.
   *
   * @param endorsements in ascending order of their signers
   */
  record Votes(List<Endorsement> endorsements) implements FinalityProof {
    public Votes {
      endorsements = List.copyOf(endorsements);
    }
  }

  /**
   * One BLS12-381 signature for all of its signers (min-sig), under the statement of finality.
   *
   * @param signers a bit for each member, member 0 the lowest bit of the first byte; as many bytes
   *     as the members need
   * @param signature 48 bytes, a compressed point of G1
   */
  record Aggregate(Bytes signers, Bytes signature) implements FinalityProof {}
}
