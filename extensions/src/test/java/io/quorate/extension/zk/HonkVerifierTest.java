package io.quorate.extension.zk;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.model.Bytes;
import io.quorate.extension.Fixtures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Proofs that Barretenberg made of circuits over real votes, with a toy setup. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class HonkVerifierTest {

  private static final String MASKED = "n4-q3-zero-knowledge";
  private static final int WORD = 32;
  private static final int MUTATIONS = 1_000;

  @ParameterizedTest
  @ValueSource(strings = {"n4-q3", MASKED, "n7-q5"})
  void a_proof_of_barretenberg_holds(String name) {
    assertThat(verifier(name).verifies(file(name, "public_inputs"), file(name, "proof"))).isTrue();
  }

  @Test
  void the_hash_of_the_key_is_barretenbergs() {
    assertThat(Transcript.bytes(HonkKey.of(file(MASKED, "vk")).hash().value()))
        .isEqualTo(file(MASKED, "vk_hash").toArray());
  }

  @ParameterizedTest
  @ValueSource(strings = {"n4-q3", MASKED})
  void no_word_of_a_proof_may_be_another(String name) {
    var verifier = verifier(name);
    var inputs = file(name, "public_inputs");
    var proof = file(name, "proof");
    for (int at = 0; at < proof.length(); at += WORD) {
      var changed = proof.toArray();
      changed[at + WORD - 1] ^= 1;
      assertThat(verifier.verifies(inputs, Bytes.wrap(changed))).as("word " + at / WORD).isFalse();
    }
  }

  @Test
  void no_random_mutation_is_believed() {
    var verifier = verifier(MASKED);
    var inputs = file(MASKED, "public_inputs");
    var proof = file(MASKED, "proof");
    var random = new Random(27);
    for (int i = 0; i < MUTATIONS; i++) {
      var changed = mutated(proof.toArray(), random);
      assertThat(verifier.verifies(inputs, Bytes.wrap(changed))).as("mutation " + i).isFalse();
    }
  }

  @Test
  void no_public_input_may_be_another() {
    var verifier = verifier(MASKED);
    var inputs = file(MASKED, "public_inputs");
    var proof = file(MASKED, "proof");
    for (int at = 0; at < inputs.length(); at++) {
      var changed = inputs.toArray();
      changed[at] ^= (byte) (1 << at % 8);
      assertThat(verifier.verifies(Bytes.wrap(changed), proof)).isFalse();
    }
  }

  @Test
  void a_proof_of_another_circuit_setup_or_length_is_refused() {
    var inputs = file(MASKED, "public_inputs");
    var proof = file(MASKED, "proof");
    assertThat(verifier("n7-q5").verifies(inputs, proof)).isFalse();
    assertThat(verifier("n4-q3").verifies(inputs, proof)).isFalse();
    assertThat(verifier(MASKED).verifies(inputs, proof.slice(0, proof.length() - 1))).isFalse();
    assertThat(verifier(MASKED).verifies(inputs, Bytes.EMPTY)).isFalse();
    assertThat(verifier(MASKED).verifies(Bytes.EMPTY, proof)).isFalse();
    var other = HonkVerifier.of(file(MASKED, "vk"), generator(), true);
    assertThat(other.verifies(inputs, proof)).isFalse();
  }

  /** The generator itself: the setup whose secret is one. */
  private static Bytes generator() {
    return Fixtures.hex(
        "1800deef121f1e76426a00665e5c4479674322d4f75edadd46debd5cd992f6ed"
            + "198e9393920d483a7260bfb731fb5d25f1aa493335a9e71297e485b7aef312c2"
            + "12c85ea5db8c6deb4aab71808dcb408fe3d1e7690c43d37b4ce6cc0166fa7daa"
            + "090689d0585ff075ec9e99ad690c3395bc4b313370b38ef355acdadcd122975b");
  }

  /** A bit, a byte, a word, two words that change places, or noise. */
  private static byte[] mutated(byte[] proof, Random random) {
    var changed = proof.clone();
    do {
      int at = random.nextInt(proof.length / WORD) * WORD;
      int other = random.nextInt(proof.length / WORD) * WORD;
      switch (random.nextInt(5)) {
        case 0 -> changed[random.nextInt(proof.length)] ^= (byte) (1 << random.nextInt(8));
        case 1 -> changed[random.nextInt(proof.length)] = (byte) random.nextInt();
        case 2 -> Arrays.fill(changed, at, at + WORD, (byte) 0);
        case 3 -> {
          System.arraycopy(proof, at, changed, other, WORD);
          System.arraycopy(proof, other, changed, at, WORD);
        }
        default -> {
          var noise = new byte[WORD - 1];
          random.nextBytes(noise);
          System.arraycopy(noise, 0, changed, at + 1, noise.length);
        }
      }
    } while (Arrays.equals(changed, proof));
    return changed;
  }

  static HonkVerifier verifier(String name) {
    return HonkVerifier.of(
        file(name, "vk"),
        read(Fixtures.folder("finality-zk").resolve("toy-g2.dat")),
        name.equals(MASKED));
  }

  static Bytes file(String name, String file) {
    return read(Fixtures.folder("finality-zk").resolve(name).resolve(file));
  }

  private static Bytes read(Path file) {
    try {
      return Bytes.wrap(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
