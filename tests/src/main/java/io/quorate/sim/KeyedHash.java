package io.quorate.sim;

import io.quorate.engine.crypto.SignatureCheck;
import io.quorate.engine.crypto.SignatureScheme;
import io.quorate.engine.crypto.Signer;
import io.quorate.engine.crypto.VerificationKey;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * Stands in for signatures where thousands of seeds are run: SHA-256 over key and message, twice in
 * a row to have a signature's length. Anyone could forge one; simulated adversaries do not, as real
 * ones cannot.
 */
final class KeyedHash implements SignatureCheck {

  private static final int HALF = 32;

  private final boolean costly;
  private int added;
  private boolean valid = true;

  /**
   * @param costly the turn in which it checks takes time
   */
  KeyedHash(boolean costly) {
    this.costly = costly;
  }

  /** Signs under the key of a real signer. */
  record Signing(VerificationKey key) implements Signer {
    @Override
    public byte[] sign(byte[] message) {
      SimulatedProcess.charge(costs -> costs.signature() / 2);
      return signature(key.encoded(), message);
    }
  }

  @Override
  public int add(VerificationKey key, byte[] message, byte[] signature) {
    if (costly) {
      SimulatedProcess.charge(Costs::signature);
    }
    valid &= Arrays.equals(signature(key.encoded(), message), signature);
    return added++;
  }

  @Override
  public boolean allValid() {
    return valid;
  }

  @Override
  public void clear() {
    added = 0;
    valid = true;
  }

  private static byte[] signature(byte[] key, byte[] message) {
    try {
      var sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(key);
      var half = sha256.digest(message);
      var signature = Arrays.copyOf(half, SignatureScheme.ED25519.signatureLength());
      System.arraycopy(half, 0, signature, HALF, HALF);
      return signature;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
