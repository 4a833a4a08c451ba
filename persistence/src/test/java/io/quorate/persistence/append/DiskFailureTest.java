package io.quorate.persistence.append;

import static io.quorate.persistence.append.LogFixture.entry;
import static io.quorate.persistence.append.LogFixture.open;
import static io.quorate.persistence.append.LogFixture.read;
import static io.quorate.persistence.append.LogFixture.settings;
import static io.quorate.persistence.append.LogFixture.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class DiskFailureTest {
  private static final String RECORD = "x".repeat(10_000);

  @TempDir Path directory;
  private final FaultyDisk disk = new FaultyDisk();

  @Test
  void a_failed_write_fails_all_later_ones_until_the_log_is_opened_again() throws IOException {
    try (var log = AppendLog.open(settings(directory), disk)) {
      write(log, "a", 1, "one");
      disk.full = true;
      assertThatThrownBy(() -> write(log, "a", 2, "half of this is written"))
          .hasCauseInstanceOf(LogWriteFailed.class)
          .hasMessageContaining("No space left on device");
      disk.full = false;
      assertThatThrownBy(() -> write(log, "b", 1, "well"))
          .hasCauseInstanceOf(LogWriteFailed.class)
          .hasMessageContaining("No space left on device");
      assertThat(read(log, "a")).containsExactly("1:one");
    }
    try (var log = open(directory)) {
      assertThat(read(log, "a")).containsExactly("1:one");
      assertThat(log.tornTail()).isPresent();
      write(log, "a", 2, "two");
    }
  }

  @Test
  void what_was_not_forced_is_not_read_while_its_fate_is_unknown() throws IOException {
    try (var log = AppendLog.open(settings(directory), disk)) {
      write(log, "a", 1, "one");
      disk.forceFails = true;
      assertThatThrownBy(() -> write(log, "a", 2, "two")).hasCauseInstanceOf(LogWriteFailed.class);
      assertThat(read(log, "a")).containsExactly("1:one");
      assertThat(log.highest("a")).isEqualTo(1);
    }
  }

  @Test
  void a_whole_record_found_after_a_failed_force_is_forced_before_it_is_believed()
      throws IOException {
    try (var log = AppendLog.open(settings(directory), disk)) {
      disk.forceFails = true;
      assertThatThrownBy(() -> write(log, "a", 1, "one")).hasCauseInstanceOf(LogWriteFailed.class);
    }
    var broken = new FaultyDisk();
    broken.full = true;
    assertThatThrownBy(() -> AppendLog.open(settings(directory), broken))
        .isInstanceOf(IOException.class);
    try (var log = open(directory)) {
      assertThat(read(log, "a")).containsExactly("1:one");
    }
  }

  @Test
  void writes_that_wait_together_share_a_force() throws IOException {
    try (var log = AppendLog.open(settings(directory), disk)) {
      write(log, "a", 1, "one");
      int before = disk.forces.get();
      var durable = new ArrayList<CompletableFuture<Void>>();
      for (int i = 2; i < 400; i++) {
        durable.add(log.append(entry("a", i, "event")));
      }
      durable.forEach(CompletableFuture::join);
      assertThat(disk.forces.get() - before).isLessThan(398);
    }
  }

  @Test
  void a_full_disk_is_told_and_nothing_acknowledged_is_lost() throws Exception {
    var mount = mountTmpfs();
    var settings =
        new LogSettings(mount.resolve("log"), mount.resolve("mark"), "me", 1 << 20, 2, 64 << 20);
    try {
      int acknowledged = 0;
      try (var log = AppendLog.open(settings)) {
        for (var failed = false; !failed; ) {
          var done = log.append(entry("a", acknowledged + 1, RECORD)).handle((ok, e) -> e);
          var failure = done.join();
          failed = failure != null;
          acknowledged += failed ? 0 : 1;
          assertThat(failure).satisfiesAnyOf(e -> assertThat(e).isNull(), DiskFailureTest::full);
        }
        assertThatThrownBy(() -> write(log, "b", 1, "more"))
            .hasCauseInstanceOf(LogWriteFailed.class);
      }
      assertThat(acknowledged).isGreaterThan(500);
      try (var log = AppendLog.open(settings)) {
        assertThat(read(log, "a")).hasSizeGreaterThanOrEqualTo(acknowledged);
      } catch (IOException e) {
        full(e); // no room for the next segment: still refused, still told
      }
      Files.delete(mount.resolve("ballast"));
      try (var log = AppendLog.open(settings)) {
        assertThat(read(log, "a")).hasSizeGreaterThanOrEqualTo(acknowledged);
        write(log, "b", 1, "there is room again");
      }
    } finally {
      run("umount", "-l", mount.toString());
    }
  }

  private static void full(Throwable e) {
    assertThat(e).hasMessageContaining("No space left on device");
  }

  private Path mountTmpfs() throws Exception {
    var mount = Files.createDirectories(directory.resolve("small"));
    boolean mounted =
        "root".equals(System.getProperty("user.name"))
            && run("mount", "-t", "tmpfs", "-o", "size=10m", "tmpfs", mount.toString()) == 0;
    assumeTrue(mounted, "only root may mount a tmpfs");
    Files.write(mount.resolve("ballast"), new byte[2 << 20]);
    return mount;
  }

  private static int run(String... command) throws Exception {
    return new ProcessBuilder(List.of(command)).inheritIO().start().waitFor();
  }
}
