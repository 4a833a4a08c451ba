package io.quorate.engine.model.certificate;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;
import java.util.BitSet;

/** In which form a quorum vouches for a header, for who was not there. */
public sealed interface FinalityProof permits QuorumSignature, FinalityProof.ZeroKnowledge {

  /** Who signed, by number, if it says so; a claim, as all of it. */
  BitSet signers();

  /**
   * That somebody knows votes of a quorum, without the votes and without who they are of.
   *
   * @param circuit what the proof is one of: its key and its setup, by their digest
   * @param proof in the form of the circuit's proof system
   */
  record ZeroKnowledge(Digest circuit, Bytes proof) implements FinalityProof {
    @Override
    public BitSet signers() {
      return new BitSet();
    }
  }
}
