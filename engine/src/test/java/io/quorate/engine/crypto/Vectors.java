package io.quorate.engine.crypto;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/** Test vectors in resources/vectors: fields between spaces, a comment from # to the line's end. */
public final class Vectors {

  private Vectors() {}

  static List<String[]> read(String name) {
    try (var in = Vectors.class.getResourceAsStream("/vectors/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split(" "))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static byte[] octets(String hex) {
    return HexFormat.of().parseHex(hex.equals("-") ? "" : hex);
  }
}
