package io.quorate.persistence.append;

import static io.quorate.persistence.append.LogFixture.entry;
import static io.quorate.persistence.append.LogFixture.read;
import static io.quorate.persistence.append.LogFixture.settings;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run is a number: how many operations the disk performs before its power fails. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PowerFailureTest {
  private static final int ROUNDS = 24;
  private static final List<String> IDS = List.of("a", "b", "c");

  @TempDir Path directory;

  /** What the log has promised about one persistence id. */
  private static final class Promise {
    private long written;
    private long deletedTo;
    private long asked;
  }

  @Test
  void a_power_failure_after_any_operation_loses_nothing_acknowledged_and_blocks_nothing()
      throws IOException {
    int operations = 0;
    for (boolean crashed = true; crashed; operations++) {
      crashed = crashAfter(operations);
    }
    assertThat(operations).isGreaterThan(100);
  }

  private boolean crashAfter(int operations) throws IOException {
    var home = directory.resolve("after-" + operations);
    var disk = new CrashingDisk(operations, operations);
    Map<String, Promise> promises = new HashMap<>();
    IDS.forEach(id -> promises.put(id, new Promise()));
    try (var log = AppendLog.open(settings(home), disk)) {
      work(log, promises);
    } catch (IOException e) {
      assertThat(disk.crashed()).isTrue();
    }
    try (var log = AppendLog.open(settings(home))) {
      assertThat(log.loss()).as("a power failure loses nothing durable").isEmpty();
      for (var id : IDS) {
        check(log, id, promises.get(id));
      }
    }
    try (var log = AppendLog.open(settings(home))) {
      assertThat(log.tornTail()).as("after a close in good order").isEmpty();
    }
    remove(home);
    return disk.crashed();
  }

  private static void work(AppendLog log, Map<String, Promise> promises) {
    for (int round = 0; round < ROUNDS; round++) {
      var asked = new ArrayList<CompletableFuture<?>>();
      for (var id : IDS) {
        var promise = promises.get(id);
        long next = ++promise.asked;
        asked.add(log.append(entry(id, next, textOf(next))).thenRun(() -> promise.written = next));
        if (round % 6 == 5) {
          asked.add(log.deleteTo(id, next - 2).thenRun(() -> promise.deletedTo = next - 2));
        }
      }
      asked.forEach(each -> each.handle((done, failure) -> failure).join());
    }
  }

  private static String textOf(long number) {
    return (number + "/").repeat(2500);
  }

  private static void check(AppendLog log, String id, Promise promise) throws IOException {
    var events = read(log, id);
    assertThat(log.highest(id)).isBetween(promise.written, promise.asked);
    long first = log.highest(id) - events.size() + 1;
    assertThat(events)
        .isEqualTo(
            LongStream.rangeClosed(first, log.highest(id))
                .mapToObj(number -> number + ":" + textOf(number))
                .toList());
    assertThat(first).isBetween(promise.deletedTo + 1, Math.max(1, promise.asked - 1));
    LogFixture.write(log, id, log.highest(id) + 1, "it goes on");
  }

  private static void remove(Path home) throws IOException {
    try (var files = Files.list(home)) {
      for (var file : files.toList()) {
        Files.delete(file);
      }
    }
  }
}
