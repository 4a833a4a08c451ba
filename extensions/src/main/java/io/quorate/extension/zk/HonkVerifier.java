package io.quorate.extension.zk;

import io.quorate.engine.model.Bytes;
import io.quorate.extension.bn254.Bn254;
import io.quorate.extension.bn254.G2;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks proofs of one circuit: UltraHonk as Barretenberg 5.0.0 makes it for the EVM, with or
 * without zero knowledge. Safe to share between threads.
 */
public final class HonkVerifier {

  private final HonkKey key;
  private final G2 setup;
  private final boolean zeroKnowledge;

  private HonkVerifier(HonkKey key, G2 setup, boolean zeroKnowledge) {
    this.key = key;
    this.setup = setup;
    this.zeroKnowledge = zeroKnowledge;
  }

  /**
   * A verifier that trusts this circuit and this setup.
   *
   * @param key the circuit's verification key, as Barretenberg writes it
   * @param setup the second power in G2 of the setup that the key was made with, 128 bytes
   * @throws IllegalArgumentException with the reason, when one of the two is malformed
   */
  public static HonkVerifier of(Bytes key, Bytes setup, boolean zeroKnowledge) {
    return new HonkVerifier(HonkKey.of(key), G2.of(setup), zeroKnowledge);
  }

  /** Public inputs that a proof is checked against, in words of 32 bytes. */
  public int publicInputs() {
    return key.publicInputs() - HonkProof.PAIRING_LIMBS;
  }

  /** Bytes of a proof; there is no other length. */
  public int proofLength() {
    return HonkProof.length(key.logSize(), zeroKnowledge);
  }

  /** Whether the proof shows that there is a witness for these inputs. Never throws. */
  public boolean verifies(Bytes publicInputs, Bytes proof) {
    if (publicInputs.length() != publicInputs() * Bn254.LENGTH || proof.length() != proofLength()) {
      return false;
    }
    try {
      return holds(numbers(publicInputs), HonkProof.of(proof, key.logSize(), zeroKnowledge));
    } catch (IllegalArgumentException | ArithmeticException e) {
      return false; // beyond a field, off the curve, or a challenge that nothing fits
    }
  }

  private boolean holds(List<Fr> publicInputs, HonkProof proof) {
    var challenges = Challenges.of(key, publicInputs, proof);
    return new Sumcheck(key, publicInputs, proof, challenges).holds()
        && proof
            .libra()
            .map(masks -> MaskCheck.holds(masks, challenges.r(), challenges.rounds()))
            .orElse(true)
        && new Shplemini(key, proof, challenges).holds(setup);
  }

  private static List<Fr> numbers(Bytes words) {
    var all = new ArrayList<Fr>();
    for (int at = 0; at < words.length(); at += Bn254.LENGTH) {
      all.add(new Fr(new BigInteger(1, words.toArray(), at, Bn254.LENGTH)));
    }
    return all;
  }
}
