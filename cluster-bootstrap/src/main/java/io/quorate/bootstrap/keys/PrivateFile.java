package io.quorate.bootstrap.keys;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/**
 * Files that only their owner may read: made with mode 0600 from the first moment, and refused when
 * others may read or write them. Where the file system knows no such modes nothing is checked.
 */
public final class PrivateFile {

  private static final Set<PosixFilePermission> OWNER =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private PrivateFile() {}

  /**
   * Writes a new file, through to the disk.
   *
   * @throws java.nio.file.FileAlreadyExistsException when it is there already
   */
  public static void create(Path file, byte[] octets) throws IOException {
    FileAttribute<?>[] mode =
        isPosix()
            ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER)}
            : new FileAttribute<?>[0];
    var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (var channel = FileChannel.open(file, options, mode)) {
      var buffer = ByteBuffer.wrap(octets);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
  }

  /**
   * The file's octets.
   *
   * @throws IOException when others than its owner may read or write it; the message says so
   */
  public static byte[] read(Path file, int maxLength) throws IOException {
    if (isPosix()) {
      var modes = Files.getPosixFilePermissions(file);
      if (!EnumSet.copyOf(withOwner(modes)).equals(EnumSet.copyOf(withOwner(OWNER)))) {
        throw new IOException(
            file
                + " can be read by others (mode "
                + PosixFilePermissions.toString(modes)
                + "): run chmod 600 on it");
      }
    }
    if (Files.size(file) > maxLength) {
      throw new IOException(file + " is larger than " + maxLength + " bytes");
    }
    return Files.readAllBytes(file);
  }

  /** The modes, with all that the owner may do, so that only the others' differ. */
  private static Set<PosixFilePermission> withOwner(Set<PosixFilePermission> modes) {
    var all = EnumSet.copyOf(OWNER);
    all.add(PosixFilePermission.OWNER_EXECUTE);
    all.addAll(modes);
    return all;
  }

  private static boolean isPosix() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  }
}
