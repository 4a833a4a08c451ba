package io.quorate.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PidFileTest {

  @TempDir Path directory;

  @Test
  void a_process_that_runs_is_found() throws IOException {
    var file = new PidFile(directory.resolve("pid"));
    file.write(ProcessHandle.current());
    assertThat(file.running()).hasValue(ProcessHandle.current());
  }

  @Test
  void without_its_file_no_process_is_found() {
    assertThat(new PidFile(directory.resolve("pid")).running()).isEmpty();
  }

  /** As in a container whose first process waits for nobody. */
  @Test
  void a_process_that_ended_does_not_run_though_nobody_has_reaped_it() throws Exception {
    assumeTrue(Files.exists(Path.of("/proc/self/stat")), "only Linux tells");
    var parent = new ProcessBuilder("sh", "-c", "cat & echo $!; exec sleep 60").start();
    try (var said =
        new BufferedReader(
            new InputStreamReader(parent.getInputStream(), StandardCharsets.UTF_8))) {
      var child = ProcessHandle.of(Long.parseLong(said.readLine())).orElseThrow();
      var file = new PidFile(directory.resolve("pid"));
      file.write(child);
      child.destroyForcibly();
      while (file.running().isPresent()) {
        Thread.onSpinWait();
      }
      assertThat(child.isAlive()).as("still there, unreaped").isTrue();
    } finally {
      parent.destroyForcibly();
    }
  }
}
