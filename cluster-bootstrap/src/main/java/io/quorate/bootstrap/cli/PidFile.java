package io.quorate.bootstrap.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * Which process a replica is: its number and when it started, so that a number used again by
 * another program is not taken for it.
 */
public record PidFile(Path file) {

  private static final int CLOCK_SLACK_SECONDS = 2;

  /** Notes this process. */
  public void write(ProcessHandle process) throws IOException {
    Files.writeString(file, process.pid() + System.lineSeparator());
  }

  /** The running process, if there is one. */
  public Optional<ProcessHandle> running() {
    try {
      var written = Files.getLastModifiedTime(file).toInstant().plusSeconds(CLOCK_SLACK_SECONDS);
      return ProcessHandle.of(Long.parseLong(Files.readString(file).strip()))
          .filter(ProcessHandle::isAlive)
          .filter(process -> !isZombie(process))
          .filter(process -> startedBefore(process, written));
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  /**
   * Whether it ended and only waits to be reaped by its parent, as in a container whose first
   * process reaps nobody. Linux tells by the letter after the name in brackets (proc(5)).
   */
  private static boolean isZombie(ProcessHandle process) {
    try {
      var stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
      return stat.startsWith("Z", stat.lastIndexOf(')') + 2);
    } catch (IOException elsewhere) {
      return false;
    }
  }

  private static boolean startedBefore(ProcessHandle process, Instant when) {
    return process.info().startInstant().map(start -> start.isBefore(when)).orElse(true);
  }

  public void delete() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
