package io.quorate.extension.zk;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ClusterId;
import io.quorate.engine.model.Configuration;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.Header;
import io.quorate.engine.model.certificate.FinalityProof.ZeroKnowledge;
import io.quorate.engine.model.message.MessageType;
import io.quorate.engine.proof.Circuit;
import io.quorate.engine.proof.PackedCommittee;
import io.quorate.engine.proof.ProofVerifier;
import io.quorate.extension.bn254.Bn254;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Proofs of the circuit in {@code prover/circuit}: that a quorum of a committee of P-256 keys
 * signed the CHECKPOINT of a header.
 *
 * @param circuit that is trusted
 * @param verifier of its proofs
 */
record FinalityVerifier(Circuit circuit, HonkVerifier verifier) implements ProofVerifier {

  /** Kind, committee, group and digest by two halves each, and the sequence number. */
  private static final int PUBLIC_INPUTS = 8;

  FinalityVerifier {
    if (verifier.publicInputs() != PUBLIC_INPUTS) {
      throw new IllegalArgumentException(
          "the circuit has " + verifier.publicInputs() + " public inputs, not " + PUBLIC_INPUTS);
    }
  }

  @Override
  public Optional<String> flaw(
      Header header, ZeroKnowledge proof, ClusterId cluster, Configuration of) {
    var committee = PackedCommittee.digest(of);
    if (committee.isEmpty()) {
      return Optional.of("the circuit knows P-256 keys only, and this group has others");
    }
    return verifies(publicInputs(header, cluster, committee.get()), proof.proof())
        ? Optional.empty()
        : Optional.of("the proof does not hold");
  }

  @Override
  public boolean verifies(Bytes publicInputs, Bytes proof) {
    return verifier.verifies(publicInputs, proof);
  }

  private static Bytes publicInputs(Header header, ClusterId cluster, Digest committee) {
    var words = ByteBuffer.allocate(PUBLIC_INPUTS * Bn254.LENGTH);
    put(words, MessageType.CHECKPOINT.code());
    put(words, committee);
    put(words, cluster.genesis());
    put(words, header.digest());
    put(words, header.sequence().value());
    return Bytes.wrap(words.array());
  }

  private static void put(ByteBuffer words, long value) {
    words.put(new byte[Bn254.LENGTH - Long.BYTES]).putLong(value);
  }

  /** As two numbers of half its length: a field element has no room for all of it. */
  private static void put(ByteBuffer words, Digest digest) {
    int half = Digest.LENGTH / 2;
    var bytes = digest.toBytes().toArray();
    words.put(new byte[half]).put(bytes, 0, half).put(new byte[half]).put(bytes, half, half);
  }
}
