package io.quorate.engine.model.certificate;

import java.util.BitSet;

/** In which form a quorum vouches for a header, for who was not there. */
public sealed interface FinalityProof permits QuorumSignature {

  /** Who signed, by number, if it says so; a claim, as all of it. */
  BitSet signers();
}
