package io.quorate.persistence.append;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.persistence.append.error.LogInUse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TwoProcessesTest {
  @TempDir Path directory;

  /** The other process: holds the log until its standard input ends. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] args) throws IOException {
      try (var log = LogFixture.open(Path.of(args[0]))) {
        LogFixture.write(log, "a", 1, "from the other");
        System.out.println("held");
        System.out.flush();
        System.in.transferTo(OutputStream.nullOutputStream());
      }
    }
  }

  @Test
  void a_directory_held_by_another_process_is_refused_until_that_one_is_gone() throws Exception {
    var other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var out = other.inputReader(StandardCharsets.UTF_8)) {
      assertThat(out.lines().anyMatch("held"::equals)).isTrue();
      assertThatThrownBy(() -> LogFixture.open(directory))
          .isInstanceOf(LogInUse.class)
          .hasMessageContaining("pid " + other.pid());
    } finally {
      other.destroyForcibly().waitFor();
    }
    try (var log = LogFixture.open(directory)) {
      assertThat(LogFixture.read(log, "a")).containsExactly("1:from the other");
    }
  }
}
