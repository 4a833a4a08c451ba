package io.quorate.persistence.append.disk;

import io.quorate.persistence.append.error.LogInUse;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One opener per directory. The operating system's lock keeps other processes out and vanishes with
 * its holder; a set keeps out a second opener of this process, which must not even open the lock
 * file: closing any descriptor of it would release the lock of the first (POSIX record locks).
 */
public final class DirectoryLock implements Closeable {
  private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();
  private static final int HOLDER_OCTETS = 256;

  private final Path directory;
  private final FileChannel channel;

  private DirectoryLock(Path directory, FileChannel channel) {
    this.directory = directory;
    this.channel = channel;
  }

  /**
   * Takes the lock of a directory.
   *
   * @throws LogInUse when somebody else holds it
   */
  public static DirectoryLock acquire(Path directory) throws IOException {
    Files.createDirectories(directory);
    var real = directory.toRealPath();
    if (!HELD_HERE.add(real)) {
      throw new LogInUse(directory, "this process (pid " + ProcessHandle.current().pid() + ")");
    }
    try {
      return new DirectoryLock(real, lock(real));
    } catch (IOException | RuntimeException e) {
      HELD_HERE.remove(real);
      throw e;
    }
  }

  private static FileChannel lock(Path directory) throws IOException {
    var channel =
        FileChannel.open(
            directory.resolve("lock"),
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.CREATE);
    try {
      if (channel.tryLock() == null) {
        throw new LogInUse(directory, holder(channel));
      }
      var text = "pid " + ProcessHandle.current().pid();
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static String holder(FileChannel channel) throws IOException {
    var text = ByteBuffer.allocate(HOLDER_OCTETS);
    channel.read(text, 0);
    return StandardCharsets.UTF_8.decode(text.flip()).toString();
  }

  @Override
  public void close() throws IOException {
    if (channel.isOpen()) {
      channel.close();
      HELD_HERE.remove(directory);
    }
  }
}
