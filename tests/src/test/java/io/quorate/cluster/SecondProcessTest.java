package io.quorate.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.bootstrap.cli.group.GroupDirectory;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@RealProcesses
@DisplayNameGeneration(ReplaceUnderscores.class)
class SecondProcessTest {

  private static final int USAGE = 2;

  /** With the note of the first process, and without it: its lock on the data tells. */
  @Test
  void a_second_process_of_a_replica_says_so_and_ends() throws IOException {
    try (var group = RealGroup.ordinary()) {
      var first = group.replica(1);
      first.start();
      RealGroup.awaitThat("it runs", () -> group.gateway(1).status().isPresent());
      var directory = new GroupDirectory(group.root());
      var second = new RealReplica(directory, 1, RealReplica.Launch.ordinary());
      second.start();
      assertEquals(USAGE, second.awaitEnd());
      assertTrue(second.says("replica 1 runs already, as process " + first.pid()));
      Files.delete(directory.replica(1).resolve("replica.pid"));
      second.start();
      assertEquals(USAGE, second.awaitEnd());
      assertTrue(second.says("replica 1 runs already, within process " + first.pid()));
      assertTrue(first.isAlive());
    }
  }
}
