package io.quorate.bootstrap.cli.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quorate.bootstrap.node.ReplicaLock;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RunningReplicaTest {

  @TempDir Path home;

  private Path data;
  private RunningReplica replica;

  /** Another process: holds the lock until its standard input ends. */
  static final class Holding {
    private Holding() {}

    public static void main(String[] args) throws IOException {
      var unused = ReplicaLock.take(Path.of(args[0])).orElseThrow();
      System.out.println("held");
      System.in.transferTo(OutputStream.nullOutputStream());
    }
  }

  @BeforeEach
  void make() throws IOException {
    data = Files.createDirectory(home.resolve("data"));
    replica = new RunningReplica(1, data, new PidFile(home.resolve("replica.pid")));
  }

  @Test
  void a_number_in_a_file_is_no_evidence() {
    replica.pid().write(ProcessHandle.current());
    assertThat(replica.process()).isEmpty();
    assertThat(replica.endable()).isEmpty();
  }

  /** As in a container whose first process waits for nobody. */
  @Test
  void a_process_that_ended_does_not_run_though_nobody_has_reaped_it() throws Exception {
    assumeTrue(Files.exists(Path.of("/proc/self/stat")), "only Linux keeps it so");
    var java = Path.of(System.getProperty("java.home"), "bin", "java");
    var holding =
        "'%s' -cp '%s' '%s' '%s' <&0 & echo $!; exec sleep 60"
            .formatted(java, System.getProperty("java.class.path"), Holding.class.getName(), data);
    var parent = new ProcessBuilder("sh", "-c", holding).start();
    try (var said = parent.inputReader(StandardCharsets.UTF_8)) {
      var child = ProcessHandle.of(Long.parseLong(said.readLine())).orElseThrow();
      assertThat(said.readLine()).isEqualTo("held");
      assertThat(replica.process()).hasValue(child);
      replica.pid().write(child);
      child.destroyForcibly();
      while (replica.process().isPresent()) {
        Thread.onSpinWait();
      }
      assertThat(child.isAlive()).as("still there, unreaped").isTrue();
    } finally {
      parent.destroyForcibly();
    }
  }

  @Test
  void a_replica_whose_data_was_deleted_while_it_ran_is_found_by_the_file_that_it_has_open()
      throws Exception {
    assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "only Linux tells");
    var lock = data.resolve("lock");
    var script =
        "exec 9>'" + lock + "'; echo open; read go; rm -r '" + data + "'; echo gone; read go";
    var process = new ProcessBuilder("sh", "-c", script).start();
    try (var said = process.inputReader(StandardCharsets.UTF_8);
        var go = process.outputWriter(StandardCharsets.UTF_8)) {
      replica.pid().write(process.toHandle());
      assertThat(said.readLine()).isEqualTo("open");
      assertThat(replica.process()).as("it holds no lock").isEmpty();
      go.write("\n");
      go.flush();
      assertThat(said.readLine()).isEqualTo("gone");
      assertThat(replica.process()).hasValue(process.toHandle());
    } finally {
      process.destroyForcibly();
    }
  }
}
