package io.quorate.extension.zk;

import io.quorate.engine.model.Bytes;
import io.quorate.extension.bn254.Bn254;
import io.quorate.extension.bn254.G1;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * A circuit's verification key as Barretenberg writes it: three numbers and a commitment to each
 * polynomial of the circuit. Who verifies has it from somewhere that is trusted.
 *
 * @param logSize logarithm of the number of rows
 * @param publicInputs with the eight of the pairing points
 * @param offset row of the first public input
 * @param hash what a transcript begins with
 */
record HonkKey(int logSize, int publicInputs, int offset, List<G1> commitments, Fr hash) {

  static final int LENGTH = 3 * Bn254.LENGTH + Wire.OF_CIRCUIT * G1.LENGTH;

  /** Rows of the largest circuit: what Barretenberg's own verifiers have room for. */
  private static final int MOST_LOG_SIZE = 25;

  private static final int MOST_PUBLIC_INPUTS = 64;

  HonkKey {
    commitments = List.copyOf(commitments);
  }

  /**
   * @throws IllegalArgumentException with the reason when it is none
   */
  static HonkKey of(Bytes bytes) {
    if (bytes.length() != LENGTH) {
      throw new IllegalArgumentException(
          "a verification key has " + LENGTH + " bytes, not " + bytes.length());
    }
    var commitments = new ArrayList<G1>();
    for (int at = 3 * Bn254.LENGTH; at < LENGTH; at += G1.LENGTH) {
      commitments.add(G1.of(bytes.slice(at, at + G1.LENGTH)));
    }
    return new HonkKey(
        number(bytes, 0, 2, MOST_LOG_SIZE),
        number(bytes, 1, HonkProof.PAIRING_LIMBS, MOST_PUBLIC_INPUTS),
        number(bytes, 2, 0, MOST_PUBLIC_INPUTS),
        commitments,
        Transcript.hash(bytes.toArray()));
  }

  private static int number(Bytes bytes, int word, int least, int most) {
    var value = new BigInteger(1, bytes.toArray(), Bn254.LENGTH * word, Bn254.LENGTH);
    if (value.bitLength() > Integer.SIZE - 1
        || value.intValue() < least
        || value.intValue() > most) {
      throw new IllegalArgumentException(
          "word " + word + " of the key must be from " + least + " to " + most);
    }
    return value.intValue();
  }
}
