package io.quorate.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The machine that our figures of gas come from does what the specifications' vectors say. */
@Tag("slow")
@DisplayNameGeneration(ReplaceUnderscores.class)
class PrecompilesTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long LIMIT = 10_000_000;
  private static final int P256VERIFY = 0x100;
  private static final long RIP_7212 = 3_450;

  /** By the beginnings of the vectors' file names. */
  private static final Map<String, Integer> EIP_2537 =
      Map.of(
          "add_G1", 0x0b,
          "mul_G1", 0x0c,
          "msm_G1", 0x0c,
          "add_G2", 0x0d,
          "mul_G2", 0x0e,
          "msm_G2", 0x0e,
          "pairing_check", 0x0f,
          "map_fp_to", 0x10,
          "map_fp2_to", 0x11);

  @Test
  void the_vectors_of_eip_2537_hold() throws IOException {
    check("evm/eip-2537", 146);
  }

  @Test
  void the_vectors_of_eip_7951_hold() throws IOException {
    check("evm/eip-7951", 781);
  }

  private static void check(String name, int vectors) throws IOException {
    var all = Path.of(System.getProperty("quorate.fixtures", "../../shared/fixtures"));
    var folder = all.resolve(name);
    assumeTrue(Files.isDirectory(folder), () -> "no test data in " + folder);
    var evm = new Evm();
    var expected = new ArrayList<JsonNode>();
    try (var files = Files.list(folder)) {
      for (var file : files.filter(each -> each.toString().endsWith(".json")).sorted().toList()) {
        for (var vector : JSON.readTree(file.toFile())) {
          expected.add(vector);
          evm.precompile(
              number(file.getFileName().toString()), vector.path("Input").asText(), LIMIT);
        }
      }
    }
    assertThat(expected).hasSize(vectors);
    var results = evm.runAlone();
    for (int i = 0; i < vectors; i++) {
      var vector = expected.get(i);
      assertThat(results.get(i).ok()).as(vector.toString()).isEqualTo(vector.has("Expected"));
      if (vector.has("Expected")) {
        assertThat(results.get(i).output()).isEqualTo(vector.path("Expected").asText());
        assertThat(results.get(i).gas()).isEqualTo(gas(vector));
      }
    }
  }

  /** The vectors of P256VERIFY have the price of RIP-7212, half of what EIP-7951 decided on. */
  private static long gas(JsonNode vector) {
    long gas = vector.path("Gas").asLong();
    return gas == RIP_7212 ? 2 * RIP_7212 : gas;
  }

  private static int number(String file) {
    return EIP_2537.entrySet().stream()
        .filter(each -> file.contains(each.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(P256VERIFY);
  }
}
