package io.quorate.bootstrap.prover;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.proof.Circuit;
import io.quorate.engine.proof.ProofVerifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceLoader;

/**
 * A folder that {@code prover/setup.mjs} made: {@code vk}, {@code g2.dat} and {@code circuit.json},
 * and for the prover {@code program.json}.
 *
 * @param members of the committees that it is for
 */
public record CircuitFolder(Path folder, Circuit circuit, int members) {

  private static final int MOST_BYTES = 64 << 10;

  /** What is no such folder, or cannot be used here; the message says why. */
  public static final class Unusable extends Exception {
    private static final long serialVersionUID = 1L;

    Unusable(String message) {
      super(message);
    }
  }

  /** Reads it, and compares its name with what is in it. */
  public static CircuitFolder read(Path folder) throws Unusable {
    var circuit = new Circuit(file(folder, "vk"), file(folder, "g2.dat"));
    var said = json(folder);
    var id = circuit.id().toBytes().toArray();
    if (!said.path("id").asText().equals(java.util.HexFormat.of().formatHex(id))) {
      throw new Unusable(folder + ": circuit.json names another circuit than vk and g2.dat are");
    }
    return new CircuitFolder(folder, circuit, said.path("members").asInt());
  }

  /** What checks its proofs. */
  public ProofVerifier verifier() throws Unusable {
    var found = ServiceLoader.load(ProofVerifier.Provider.class).findFirst();
    try {
      return found
          .orElseThrow(
              () ->
                  new Unusable(
                      "nothing here verifies proofs: add extensions/target/dist/lib/* to"
                          + " QUORATE_CLASSPATH"))
          .open(circuit);
    } catch (IllegalArgumentException e) {
      throw new Unusable(folder + ": " + e.getMessage());
    }
  }

  private static JsonNode json(Path folder) throws Unusable {
    try {
      return new ObjectMapper().readTree(file(folder, "circuit.json").toArray());
    } catch (JacksonException e) {
      throw new Unusable(folder + "/circuit.json: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new Unusable(folder + "/circuit.json cannot be read");
    }
  }

  private static Bytes file(Path folder, String name) throws Unusable {
    var file = folder.resolve(name);
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new Unusable(file + " is longer than " + MOST_BYTES + " bytes");
      }
      return Bytes.wrap(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new Unusable(
          file + " cannot be read; node prover/setup.mjs --members N --out FOLDER makes it");
    }
  }
}
