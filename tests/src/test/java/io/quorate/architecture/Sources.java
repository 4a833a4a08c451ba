package io.quorate.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A Java source file of this project.
 *
 * @param text as it is
 * @param code the same without what stands in comments and literals; lines stay where they are
 */
record Sources(Path path, String text, String code) {

  private static final Pattern PROSE =
      Pattern.compile(
          "/\\*.*?\\*/|//[^\\n]*|\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\\\n])*\"|'(?:\\\\.|[^'\\\\])+'",
          Pattern.DOTALL);

  static Path root() {
    return Path.of(System.getProperty("quorate.root", "..")).toAbsolutePath().normalize();
  }

  static List<Sources> all() throws IOException {
    return matching(each -> true);
  }

  static List<Sources> main() throws IOException {
    return matching(each -> each.contains("/src/main/java/"));
  }

  String name() {
    return root().relativize(path).toString();
  }

  private static List<Sources> matching(Predicate<String> wanted) throws IOException {
    try (var files = Files.walk(root())) {
      var paths =
          files
              .filter(each -> each.toString().endsWith(".java"))
              .filter(each -> each.toString().contains("/src/"))
              .filter(each -> wanted.test(each.toString()))
              .sorted()
              .toList();
      return paths.stream().map(Sources::read).toList();
    }
  }

  private static Sources read(Path path) {
    try {
      var text = Files.readString(path);
      var code = PROSE.matcher(text).replaceAll(found -> found.group().replaceAll("[^\\n]", ""));
      return new Sources(path, text, code);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
