package io.quorate.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** One replica of four has a small disk of its own. */
@RealProcesses
@DisplayNameGeneration(ReplaceUnderscores.class)
class FullDiskTest {

  private static final int SMALL = 2;
  private static final long MIB = 1L << 20;
  private static final String DISK = "size=24m";
  private static final String VALUE = "v".repeat(20_000);

  private static final String[] SMALL_FILES = {
    "quorate.persistence.append.journal.segment-size=4 MiB",
    "quorate.persistence.append.journal.spare-segments=0",
    "quorate.persistence.log.largest-event=2 MiB"
  };

  private RealGroup group;

  @Test
  void a_replica_whose_disk_is_full_says_so_and_goes_on_by_itself_when_there_is_room()
      throws IOException {
    assumeTrue("root".equals(System.getProperty("user.name")), "only root may mount a disk");
    try (var four = RealGroup.ordinary(SMALL_FILES)) {
      group = four;
      var data = group.replica(SMALL).data();
      mount(data);
      try {
        group.start();
        var ballast = fill(data);
        writeUntilItIsShort();
        assertEquals(503, group.gateway(SMALL).put("refused", "here").statusCode());
        assertEquals(200, group.gateway(SMALL).live().statusCode());
        RealGroup.awaitThat("it waits", () -> write(0) && lags());
        Files.delete(ballast);
        RealGroup.measured("with room again it was equal in", group.awaitEqual());
        RealGroup.awaitThat("it agrees", () -> hint().isEmpty());
        group.awaitWrite(SMALL, "taken");
      } finally {
        group.killAll();
        Shell.run("umount", "-l", data.toString());
      }
    }
  }

  /** Its disk, with what was founded on the other one. */
  private static void mount(Path data) throws IOException {
    var life = Files.readAllBytes(data.resolve("life"));
    Shell.run("mount", "-t", "tmpfs", "-o", DISK, "tmpfs", data.toString());
    Files.write(data.resolve("life"), life);
  }

  /** Leaves less than a file of the journal. */
  private static Path fill(Path data) throws IOException {
    var ballast = data.resolve("ballast");
    long free = Files.getFileStore(data).getUsableSpace();
    Files.write(ballast, new byte[(int) (free - 2 * MIB)]);
    return ballast;
  }

  private void writeUntilItIsShort() {
    RealGroup.awaitThat(
        "it says that it is short",
        () -> write(0) && hint().startsWith("no room on the disk of /"));
    assertTrue(hint().contains("needs " + 4 * MIB + " bytes"), hint());
  }

  private boolean write(int through) {
    return group.gateway(through).isWritten("value", VALUE);
  }

  private boolean lags() {
    return group.replica(SMALL).isAlive()
        && group.gateway(SMALL).is("agreeing")
        && group.gateway(0).executed() > 300;
  }

  private String hint() {
    return group
        .gateway(SMALL)
        .status()
        .map(status -> status.path("stuck").path("hint").asText(""))
        .orElse("it does not answer");
  }
}
