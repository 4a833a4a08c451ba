package io.quorate.bootstrap.cli.group;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The words of a command line, exactly as they were typed. A JVM decodes its arguments by the
 * locale and puts a replacement character for what it cannot read, so that two keys may become one.
 * The launcher therefore hands over words of other than ASCII as bytes, in a file that the system
 * property {@code quorate-arguments} names, each ended by a byte 0.
 */
public final class Arguments {

  private static final String FILE = "quorate-arguments";
  private static final char REPLACEMENT = '\uFFFD';

  private Arguments() {}

  /**
   * The words to be run.
   *
   * @param given the arguments of this JVM; used when the launcher handed over no others
   * @throws CommandFailure when a word is not UTF-8, or the JVM could not read it
   */
  public static List<String> read(String... given) {
    var file = System.getProperty(FILE, "");
    if (!file.isEmpty()) {
      return decoded(bytes(Path.of(file)));
    }
    for (int i = 0; i < given.length; i++) {
      if (given[i].indexOf(REPLACEMENT) >= 0) {
        throw refused(i);
      }
    }
    return List.of(given);
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw CommandFailure.failed(
          "the arguments cannot be read from " + file + ": " + e.getMessage());
    }
  }

  private static List<String> decoded(byte[] bytes) {
    var words = new ArrayList<String>();
    var word = new ByteArrayOutputStream();
    for (byte each : bytes) {
      if (each == 0) {
        words.add(utf8(words.size(), word.toByteArray()));
        word.reset();
      } else {
        word.write(each);
      }
    }
    return words;
  }

  private static String utf8(int index, byte[] word) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(word)).toString();
    } catch (CharacterCodingException e) {
      throw refused(index);
    }
  }

  private static CommandFailure refused(int index) {
    return CommandFailure.usage(
        "argument " + (index + 1) + " is not UTF-8, and nothing else is taken");
  }
}
