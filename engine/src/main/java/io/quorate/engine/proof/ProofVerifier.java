package io.quorate.engine.proof;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ClusterId;
import io.quorate.engine.model.Configuration;
import io.quorate.engine.model.Header;
import io.quorate.engine.model.certificate.FinalityProof.ZeroKnowledge;
import java.util.Optional;

/** Checks zero-knowledge proofs of one circuit. Safe to share between threads. */
public interface ProofVerifier {

  /** Makes verifiers; found by {@link java.util.ServiceLoader}, for it is optional. */
  interface Provider {

    /**
     * A verifier that trusts this circuit.
     *
     * @throws IllegalArgumentException with the reason, when it is none that this one knows
     */
    ProofVerifier open(Circuit circuit);
  }

  /**
   * What is wrong with the proof that a quorum of this committee signed the header, if anything.
   */
  Optional<String> flaw(Header header, ZeroKnowledge proof, ClusterId cluster, Configuration of);

  /**
   * Whether a proof holds for public inputs, whatever they mean. Never throws.
   *
   * @param publicInputs words of 32 bytes
   */
  boolean verifies(Bytes publicInputs, Bytes proof);

  /** The circuit's name. */
  Circuit circuit();
}
