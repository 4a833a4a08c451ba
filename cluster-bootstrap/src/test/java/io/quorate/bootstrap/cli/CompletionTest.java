package io.quorate.bootstrap.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real bash completes what somebody begins to type. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class CompletionTest {

  private static final Path BASH = Path.of("/bin/bash");

  @TempDir Path scratch;

  private Path script;

  @BeforeEach
  void print() throws Exception {
    assumeTrue(Files.isExecutable(BASH), "no " + BASH);
    var out = new StringWriter();
    assertThat(
            QuorateCommand.commandLine().setOut(new PrintWriter(out, true)).execute("completion"))
        .isZero();
    script = Files.writeString(scratch.resolve("completion.bash"), out.toString());
  }

  private List<String> completed(String... words) throws Exception {
    var typed = String.join(" ", words);
    var bash =
        new ProcessBuilder(
                BASH.toString(),
                "-c",
                ("source '%s'; COMP_WORDS=(%s); COMP_CWORD=%d; _complete_quorate;"
                        + " echo \"${COMPREPLY[@]}\"")
                    .formatted(script, typed, words.length - 1))
            .redirectErrorStream(true)
            .start();
    var said = new String(bash.getInputStream().readAllBytes(), UTF_8);
    assertThat(bash.waitFor()).as(said).isZero();
    return List.of(said.strip().split("\\s+"));
  }

  @Test
  void a_command_is_completed_from_its_beginning() throws Exception {
    assertThat(completed("quorate", "sta")).containsExactlyInAnyOrder("start", "status");
  }

  @Test
  void the_options_of_a_command_are_offered() throws Exception {
    assertThat(completed("quorate", "start", "--")).contains("--replica", "--foreground", "--dir");
  }
}
