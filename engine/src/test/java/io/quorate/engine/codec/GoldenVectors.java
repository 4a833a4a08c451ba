package io.quorate.engine.codec;

import io.quorate.engine.fixtures.Committee;
import io.quorate.engine.fixtures.Examples;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.message.MessageType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Octets that version 1 wrote, in {@code resources/vectors/*.hex}: hexadecimal digits, and comments
 * from # to the line's end. They are what other versions and other engines will meet, so a vector
 * is never changed and never removed.
 *
 * <p>To add one, for a new kind of message or a second example: add it to {@link #today} and run
 * the tests of this package once with {@code -Dvectors.record=true} from the module's directory.
 * That writes the files that do not exist, and none that does.
 */
final class GoldenVectors {

  private static final Path RECORDED = Path.of("src/test/resources/vectors");
  private static final int OCTETS_A_LINE = 40;

  private GoldenVectors() {}

  /** What today's encoder makes of the examples, by the vector's name. */
  static Map<String, Bytes> today() {
    var committee = Committee.of(4);
    var examples = new Examples(committee);
    var today = new LinkedHashMap<String, Bytes>();
    for (var type : MessageType.values()) {
      today.put(nameOf(type), committee.sign(examples.of(type)).wire());
    }
    examples.grown().forEach((name, message) -> today.put(name, committee.sign(message).wire()));
    var prepare = MessageCodec.open(today.get(nameOf(MessageType.PREPARE)));
    today.put("signing-bytes", prepare.orElseThrow(GoldenVectors::unreadable).signed());
    today.put("facts", FactCodec.encodeFacts(examples.facts()));
    today.put("decisions", FactCodec.encodeDecisions(java.util.List.of(examples.decision())));
    today.put("stable-checkpoint", FactCodec.encodeCheckpoint(examples.stable()));
    today.put("cluster-id", committee.cluster().genesis().toBytes());
    return today;
  }

  static String nameOf(MessageType type) {
    return "message-" + type.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The vector as it was recorded. */
  static Bytes of(String name) {
    try (var in = GoldenVectors.class.getResourceAsStream("/vectors/" + name + ".hex")) {
      if (in == null) {
        throw new IllegalStateException("no vector " + name + ": see GoldenVectors");
      }
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Bytes of(MessageType type) {
    return of(nameOf(type));
  }

  /** Writes those of today's octets that have no file. */
  static void record() {
    today()
        .forEach(
            (name, octets) -> {
              var file = RECORDED.resolve(name + ".hex");
              if (!Files.exists(file)) {
                write(file, name, octets);
              }
            });
  }

  private static void write(Path file, String name, Bytes octets) {
    var text = new StringBuilder("# " + name + ", version 1: never change it\n");
    for (int i = 0; i < octets.length(); i += OCTETS_A_LINE) {
      var line = octets.slice(i, Math.min(i + OCTETS_A_LINE, octets.length()));
      text.append(HexFormat.of().formatHex(line.toArray())).append('\n');
    }
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Bytes parse(String text) {
    var digits = text.lines().filter(line -> !line.startsWith("#")).collect(Collectors.joining());
    return Bytes.wrap(HexFormat.of().parseHex(digits));
  }

  private static IllegalStateException unreadable(DecodeError error) {
    return new IllegalStateException(error.toString());
  }
}
