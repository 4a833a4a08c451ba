package io.quorate.extension;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quorate.engine.model.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;

/** Test data of other projects, read where it lies; a test is skipped where it does not. */
public final class Fixtures {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Fixtures() {}

  /** A folder of the fixtures; skips the test when it is missing. */
  public static Path folder(String name) {
    var all = Path.of(System.getProperty("quorate.fixtures", "../../shared/fixtures"));
    var folder = all.resolve(name);
    assumeTrue(Files.isDirectory(folder), () -> "no test data in " + folder);
    return folder;
  }

  /** All files below, in order, whose names end so. */
  public static List<Path> files(Path folder, String end) throws IOException {
    try (var all = Files.walk(folder)) {
      return all.filter(each -> each.toString().endsWith(end)).sorted().toList();
    }
  }

  public static JsonNode json(Path file) throws IOException {
    return JSON.readTree(file.toFile());
  }

  /** Bytes in hexadecimal, with or without 0x. */
  public static Bytes hex(String text) {
    return Bytes.wrap(HexFormat.of().parseHex(text.startsWith("0x") ? text.substring(2) : text));
  }
}
