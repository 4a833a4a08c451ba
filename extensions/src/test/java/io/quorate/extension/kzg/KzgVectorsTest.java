package io.quorate.extension.kzg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.engine.model.Bytes;
import io.quorate.extension.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class KzgVectorsTest {

  /** c-kzg-4844's own cases; "null" where an input is refused. */
  @Test
  void every_verdict_is_that_of_the_reference_implementation() throws IOException {
    var files = Fixtures.files(Fixtures.folder("kzg/verify_kzg_proof"), ".yaml");
    assertThat(files).hasSize(122);
    for (var file : files) {
      var fields = fields(file);
      assertThat(verdict(opening(fields))).as(file.toString()).isEqualTo(fields.get("output"));
    }
  }

  @Test
  void an_opening_with_any_byte_changed_does_not_hold() throws IOException {
    var file =
        Fixtures.files(Fixtures.folder("kzg/verify_kzg_proof"), ".yaml").stream()
            .filter(each -> each.toString().contains("case_correct_proof_3_1"))
            .findFirst()
            .orElseThrow();
    var fields = fields(file);
    assertThat(verdict(opening(fields))).isEqualTo("true");
    for (var name : new String[] {"commitment", "z", "y", "proof"}) {
      var bytes = Fixtures.hex(fields.get(name)).toArray();
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] ^= 1;
        var changed = new HashMap<>(fields);
        changed.put(name, HexFormat.of().formatHex(bytes));
        assertThat(verdict(opening(changed))).as(name + " " + i).isNotEqualTo("true");
        bytes[i] ^= 1;
      }
    }
  }

  @Test
  void an_element_of_a_blob_has_a_place_of_its_own() {
    assertThat(Blob.place(0)).isEqualTo(number(1));
    assertThat(Blob.place(1)).isNotEqualTo(Blob.place(2));
    assertThatThrownBy(() -> Blob.place(4_096)).isInstanceOf(IllegalArgumentException.class);
  }

  private static Bytes number(int value) {
    var bytes = new byte[32];
    bytes[31] = (byte) value;
    return Bytes.wrap(bytes);
  }

  private static KzgOpening opening(Map<String, String> fields) {
    return new KzgOpening(
        Fixtures.hex(fields.get("commitment")),
        Fixtures.hex(fields.get("z")),
        Fixtures.hex(fields.get("y")),
        Fixtures.hex(fields.get("proof")));
  }

  private static String verdict(KzgOpening opening) {
    try {
      return String.valueOf(opening.holds());
    } catch (IllegalArgumentException e) {
      return "null";
    }
  }

  private static Map<String, String> fields(Path file) throws IOException {
    var fields = new HashMap<String, String>();
    for (var line : Files.readAllLines(file)) {
      int colon = line.indexOf(':');
      fields.put(
          line.substring(0, colon).trim(), line.substring(colon + 1).trim().replace("'", ""));
    }
    return fields;
  }
}
