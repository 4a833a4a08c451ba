package io.quorate.persistence.append;

import static io.quorate.persistence.append.LogFixture.entry;
import static io.quorate.persistence.append.LogFixture.open;
import static io.quorate.persistence.append.LogFixture.read;
import static io.quorate.persistence.append.LogFixture.settings;
import static io.quorate.persistence.append.LogFixture.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quorate.persistence.append.disk.FileDisk;
import io.quorate.persistence.append.disk.LogSettings;
import io.quorate.persistence.append.error.LogWriteFailed;
import io.quorate.persistence.append.error.NoRoom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
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
  void a_log_without_room_says_so_while_it_still_writes_then_waits_and_goes_on_by_itself()
      throws IOException {
    var told = new AtomicReference<>("");
    try (var log = AppendLog.open(settings(directory), disk, told::set)) {
      write(log, "a", 1, RECORD);
      disk.hasNoRoom = true;
      for (int i = 2; i <= 4; i++) {
        write(log, "a", i, RECORD);
      }
      await().until(() -> !told.get().isEmpty());
      assertThat(told.get())
          .contains(directory.toString())
          .contains("needs " + LogFixture.SEGMENT + " bytes")
          .contains("1000 are free");
      write(log, "a", 5, RECORD);
      write(log, "a", 6, RECORD);
      var waiting = log.append(entry("a", 7, RECORD));
      assertThat(waiting).isNotDone();
      disk.hasNoRoom = false;
      waiting.join();
      assertThat(told.get()).isEmpty();
      assertThat(read(log, "a")).hasSize(7);
    }
  }

  @Test
  void a_log_that_waits_for_room_can_be_closed_and_opened_again() throws IOException {
    disk.hasNoRoom = true;
    assertThatThrownBy(() -> AppendLog.open(settings(directory), disk))
        .isInstanceOf(NoRoom.class)
        .hasMessageContaining("make room");
    disk.hasNoRoom = false;
    CompletableFuture<Void> waiting;
    try (var log = AppendLog.open(settings(directory), disk)) {
      disk.hasNoRoom = true;
      for (int i = 1; i <= 6; i++) {
        write(log, "a", i, RECORD);
      }
      waiting = log.append(entry("a", 7, RECORD));
    }
    assertThatThrownBy(waiting::join)
        .hasCauseInstanceOf(LogWriteFailed.class)
        .hasMessageContaining("no room");
    disk.hasNoRoom = false;
    try (var log = AppendLog.open(settings(directory), disk)) {
      assertThat(log.loss()).isEmpty();
      assertThat(read(log, "a")).hasSize(6);
      write(log, "a", 7, RECORD);
    }
  }

  @Test
  void a_full_disk_loses_nothing_acknowledged_and_goes_on_when_there_is_room() throws Exception {
    var mount = mountTmpfs();
    var settings =
        new LogSettings(
            mount.resolve("log"),
            mount.resolve("mark"),
            Optional.empty(),
            "me",
            1 << 20,
            2,
            64 << 20);
    var told = new AtomicReference<>("");
    try (var log = AppendLog.open(settings, new FileDisk(), told::set)) {
      int acknowledged = 0;
      CompletableFuture<Void> last;
      do {
        acknowledged++;
        last = log.append(entry("a", acknowledged, RECORD));
      } while (isDone(last));
      assertThat(acknowledged).isGreaterThan(500);
      assertThat(told.get()).contains("no room").contains(mount.toString());
      Files.delete(mount.resolve("ballast"));
      last.join();
      assertThat(read(log, "a")).hasSize(acknowledged);
      assertThat(told.get()).isEmpty();
    } finally {
      run("umount", "-l", mount.toString());
    }
  }

  private static boolean isDone(CompletableFuture<Void> write) {
    try {
      write.get(2, TimeUnit.SECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
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
