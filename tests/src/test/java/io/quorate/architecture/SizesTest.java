package io.quorate.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** What is small enough to be read at once stays so. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SizesTest {

  private static final int FILE = 400;
  private static final int COLUMNS = 100;
  private static final int METHOD = 40;

  /**
   * Two may be longer, and no longer than they are: one lists its whole protocol, and has no rule;
   * the other composes seven packages, whose names alone take thirty lines.
   */
  private static final Map<String, Integer> LONGER =
      Map.of("Replica.java", 475, "ReplicaCore.java", 430);

  private static final Pattern NOT_A_METHOD =
      Pattern.compile(
          "\\b(?:if|for|while|switch|try|catch|else|do|synchronized|return|new|class|interface"
              + "|enum|record)\\b|->|=",
          Pattern.DOTALL);

  @Test
  void no_file_is_longer_than_its_reader_can_bear() throws IOException {
    var long_ones =
        Sources.all().stream()
            .filter(
                source ->
                    source.text().lines().count()
                        > LONGER.getOrDefault(source.path().getFileName().toString(), FILE))
            .map(Sources::name);
    assertThat(long_ones).isEmpty();
  }

  @Test
  void no_line_is_wider_than_the_page() throws IOException {
    var wide =
        Sources.all().stream()
            .filter(
                source ->
                    source
                        .text()
                        .lines()
                        .filter(line -> !line.startsWith("import "))
                        .anyMatch(line -> line.codePointCount(0, line.length()) > COLUMNS))
            .map(Sources::name);
    assertThat(wide).isEmpty();
  }

  @Test
  void no_method_is_longer_than_a_screen() throws IOException {
    var found = new ArrayList<String>();
    for (var source : Sources.main()) {
      for (var method : methods(source.code())) {
        if (method.lines() > METHOD) {
          found.add(source.name() + ":" + method.line() + " has " + method.lines() + " lines");
        }
      }
    }
    assertThat(found).isEmpty();
  }

  @Test
  void the_parser_sees_a_long_method() {
    var code = "class A {\n  void b(int c)\n      throws D {\n    if (x) {\n    }\n  }\n}\n";
    assertThat(methods(code)).containsExactly(new Method(2, 5));
  }

  /** The command line and the benchmarks show progress to people while they wait. */
  @Test
  void nobody_sleeps() throws IOException {
    var sleepers =
        Sources.all().stream()
            .filter(source -> source.code().contains("Thread.sleep"))
            .map(Sources::name)
            .filter(name -> !name.contains("/bench/") && !name.contains("/cli/"));
    assertThat(sleepers).isEmpty();
  }

  /** Where a method begins, counted from 1, and how many lines it has. */
  private record Method(long line, long lines) {}

  /** Blocks whose head has parentheses and none of the words that other blocks begin with. */
  private static List<Method> methods(String code) {
    var found = new ArrayList<Method>();
    var open = new ArrayDeque<Integer>();
    int head = 0;
    for (int i = 0; i < code.length(); i++) {
      char each = code.charAt(i);
      if (each == '{') {
        open.push(isMethod(code.substring(head, i)) ? first(code, head) : -1);
      } else if (each == '}' && !open.isEmpty()) {
        int start = open.pop();
        if (start >= 0) {
          long lines = code.substring(start, i).lines().count();
          found.add(new Method(code.substring(0, start).lines().count() + 1, lines));
        }
      }
      if (each == '{' || each == '}' || each == ';') {
        head = i + 1;
      }
    }
    return found;
  }

  private static boolean isMethod(String head) {
    return head.contains("(") && !NOT_A_METHOD.matcher(head).find();
  }

  private static int first(String code, int from) {
    int at = from;
    while (Character.isWhitespace(code.charAt(at))) {
      at++;
    }
    return code.lastIndexOf('\n', at) + 1;
  }
}
