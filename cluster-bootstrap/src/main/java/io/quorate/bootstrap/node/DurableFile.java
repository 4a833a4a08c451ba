package io.quorate.bootstrap.node;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Small texts and directories that survive a power failure once a call has returned. */
final class DurableFile {

  private DurableFile() {}

  /** Puts the text in the place of the file: after a crash there is the old one or the new one. */
  static void replace(Path file, String text) throws IOException {
    var fresh = file.resolveSibling(file.getFileName() + ".new");
    try (var channel =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      for (var octets = ByteBuffer.wrap(text.getBytes(US_ASCII)); octets.hasRemaining(); ) {
        channel.write(octets);
      }
      channel.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    force(file.toAbsolutePath().getParent());
  }

  /** What the file says; empty when there is none. */
  static String read(Path file) throws IOException {
    return Files.exists(file) ? new String(Files.readAllBytes(file), US_ASCII).strip() : "";
  }

  /** Makes a directory, and those that it is in. */
  static void directory(Path directory) throws IOException {
    var absolute = directory.toAbsolutePath();
    if (!Files.isDirectory(absolute)) {
      directory(absolute.getParent());
      Files.createDirectories(absolute);
      force(absolute.getParent());
    }
  }

  private static void force(Path directory) throws IOException {
    try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** What went wrong with which file; the system's message alone is often the file's name only. */
  static String why(IOException failure) {
    if (failure instanceof FileSystemException file) {
      var reason =
          file.getReason() != null
              ? file.getReason()
              : file.getClass().getSimpleName().replaceAll("Exception$", "");
      return file.getFile() + ": " + reason;
    }
    return String.valueOf(failure.getMessage());
  }
}
