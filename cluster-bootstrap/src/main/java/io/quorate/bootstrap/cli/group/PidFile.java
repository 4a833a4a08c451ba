package io.quorate.bootstrap.cli.group;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The number of a replica's process, for people and their scripts. It is written by a process that
 * holds the lock of the replica's data, and is never evidence: a file can be copied or rewritten,
 * and a number is used again. See {@link RunningReplica}.
 */
public record PidFile(Path file) {

  static final String NAME = "replica.pid";

  /** Notes this process. */
  public void write(ProcessHandle process) {
    try {
      Files.writeString(file, process.pid() + System.lineSeparator());
    } catch (IOException e) {
      throw CommandFailure.usage(file + " cannot be written: " + e.getMessage());
    }
  }

  boolean exists() {
    return Files.exists(file);
  }

  /** What it says, were it true; empty when it says no number of a living process. */
  Optional<ProcessHandle> claimed() {
    try {
      return ProcessHandle.of(Long.parseLong(Files.readString(file).strip()));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  public void delete() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
