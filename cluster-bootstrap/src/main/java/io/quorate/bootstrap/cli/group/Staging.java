package io.quorate.bootstrap.cli.group;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;

/**
 * A group's files on their way into its directory, so that founding is all or nothing whenever it
 * is interrupted. They are written into {@code .founding}. When all are on disk it is renamed to
 * {@code .founded}, and they are moved to their places, the committee last.
 *
 * <p>Whoever finds {@code .founding} may delete it: nobody has used what is in it. Whoever finds
 * {@code .founded} goes on moving. Nothing outside of these two is ever deleted or overwritten, so
 * that keys of a group that lost its committee are safe.
 */
public record Staging(Path root) {

  private static final String INCOMPLETE = ".founding";
  private static final String COMPLETE = ".founded";

  /** Where to write the files of a new group; empty. */
  GroupDirectory begin() throws IOException {
    var incomplete = root.resolve(INCOMPLETE);
    delete(incomplete);
    Files.createDirectories(incomplete);
    return new GroupDirectory(incomplete);
  }

  /**
   * All files are written, and from now on the group is founded.
   *
   * @throws FileAlreadyExistsException when a file is in the place of one of them
   */
  void complete() throws IOException {
    var incomplete = root.resolve(INCOMPLETE);
    for (var path : below(incomplete)) {
      var target = root.resolve(incomplete.relativize(path));
      if (Files.isRegularFile(path) && Files.exists(target)) {
        delete(incomplete);
        throw new FileAlreadyExistsException(target.toString());
      }
      force(path);
    }
    Files.move(incomplete, root.resolve(COMPLETE), StandardCopyOption.ATOMIC_MOVE);
    force(root);
  }

  /** Is there a founded group whose files are not all in their places? */
  public boolean isComplete() {
    return Files.isDirectory(root.resolve(COMPLETE));
  }

  /** Moves what has not been moved yet. */
  void publish() throws IOException {
    var complete = root.resolve(COMPLETE);
    for (var path : below(complete)) {
      var target = root.resolve(complete.relativize(path));
      if (Files.isDirectory(path)) {
        Files.createDirectories(target);
      } else if (!path.equals(new GroupDirectory(complete).committee())) {
        place(path, target);
      }
    }
    for (var path : below(complete)) {
      force(root.resolve(complete.relativize(path)));
    }
    var committee = new GroupDirectory(complete).committee();
    if (Files.exists(committee)) {
      place(committee, new GroupDirectory(root).committee());
      force(root);
    }
    delete(complete);
  }

  private static void place(Path file, Path target) throws IOException {
    if (!Files.exists(target)) {
      move(file, target);
    } else if (Files.mismatch(file, target) == -1) {
      Files.delete(file);
    } else {
      throw new FileAlreadyExistsException(target.toString());
    }
  }

  /** A replica's directory may be on a disk of its own. */
  private static void move(Path file, Path target) throws IOException {
    try {
      Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException elsewhere) {
      var copy = target.resolveSibling(target.getFileName() + ".new");
      Files.copy(
          file, copy, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
      force(copy);
      Files.move(copy, target, StandardCopyOption.ATOMIC_MOVE);
      Files.delete(file);
    }
  }

  /** What is in a directory, at any depth; a directory before what is in it. */
  private static List<Path> below(Path directory) throws IOException {
    try (var paths = Files.walk(directory)) {
      return paths.filter(path -> !path.equals(directory)).sorted().toList();
    }
  }

  private static void delete(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      for (var path : below(directory).stream().sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
      Files.delete(directory);
    }
  }

  /** Makes it durable: a file's bytes, or a directory's names where the system can. */
  private static void force(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      try (var names = FileChannel.open(path, StandardOpenOption.READ)) {
        names.force(true);
      } catch (IOException elsewhere) {
        return;
      }
    } else if (Files.exists(path)) {
      try (var file = FileChannel.open(path, StandardOpenOption.READ)) {
        file.force(true);
      }
    }
  }
}
