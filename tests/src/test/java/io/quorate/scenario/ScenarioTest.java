package io.quorate.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The duels over the view, as transcripts: what a group says comes out word for word as it is
 * written. {@code -Dscenarios.rewrite=true} writes what comes out; read it before it is committed.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ScenarioTest {

  private static final Path SCENARIOS =
      Path.of(System.getProperty("quorate.root", ".."))
          .resolve("tests/src/test/resources/scenarios");

  @ParameterizedTest(name = "{0}")
  @MethodSource("scenarios")
  void a_group_does_what_its_transcript_says(String name) throws IOException {
    var file = SCENARIOS.resolve(name + ".txt");
    var script = new Script(name, Files.readAllLines(file));
    if (Boolean.getBoolean("scenarios.rewrite")) {
      Files.write(file, script.played());
    } else {
      assertThat(script.difference()).as("what differs").isEmpty();
    }
  }

  @Test
  void a_wrong_transcript_is_told_by_what_is_wrong_with_it() {
    var script =
        new Script(
            "wrong",
            List.of(
                "# The liar's batch is the first.",
                "liar 0",
                "0 says: PRE-PREPARE 0/1 a",
                "  0: PRE-PREPARE 0/1 a",
                "  1,2: PREPARE 0/1 a"));
    assertThat(script.difference())
        .isEqualTo(
            """
            wrong, line 3: 0 says: PRE-PREPARE 0/1 a
               0: PRE-PREPARE 0/1 a
            -  1,2: PREPARE 0/1 a
            """);
  }

  @Test
  void a_command_that_is_none_is_told_with_its_line() {
    var script = new Script("wrong", List.of("", "kill 0"));
    assertThatThrownBy(script::played).hasMessage("wrong, line 2: no command: kill 0");
  }

  static Stream<String> scenarios() throws IOException {
    try (var files = Files.list(SCENARIOS)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".txt"))
          .map(name -> name.substring(0, name.length() - ".txt".length()))
          .sorted()
          .toList()
          .stream();
    }
  }
}
