package io.quorate.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Linux tells of a process's memory; elsewhere, and of one that is gone, nothing. */
final class ResidentMemory {

  private static final String LINE = "VmRSS:";
  private static final int KIBI = 1_024;

  private ResidentMemory() {}

  /** In octets. */
  static long of(ProcessHandle process) {
    var status = Path.of("/proc", Long.toString(process.pid()), "status");
    try (var lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith(LINE))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * KIBI)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }
}
