package io.quorate.bootstrap.node;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The operating system's lock on a data directory. The living replica holds it, and nothing else
 * does: it vanishes with its holder, however that ends. So the lock says whether a replica runs;
 * what is written in its file says only which process, and is written while the lock is held.
 *
 * <p>There are two locks in the file. {@code HELD} is the replica's. {@code GATE} is taken for the
 * moment of asking or of taking, so that who takes {@code HELD} never meets one who only asks.
 */
public final class ReplicaLock implements AutoCloseable {

  private static final String FILE = "lock";

  /**
   * Far behind the text, since elsewhere than here a lock keeps others from reading what it is on.
   */
  private static final long HELD = 1L << 62;

  private static final long GATE = HELD + 1;
  private static final int LONGEST_TEXT = 512;
  private static final int GATE_TRIES = 500;
  private static final int GATE_PAUSE_MILLIS = 10;

  /**
   * Directories held by this process: closing any descriptor of the file would release the lock
   * (POSIX record locks), so that it must not even be opened.
   */
  private static final Set<Path> HELD_HERE = new HashSet<>();

  private final Path directory;
  private final FileChannel channel;

  private ReplicaLock(Path directory, FileChannel channel) {
    this.directory = directory;
    this.channel = channel;
  }

  /**
   * Takes the lock and writes down who has it; empty when another has it.
   *
   * @param directory exists
   */
  public static Optional<ReplicaLock> take(Path directory) throws IOException {
    synchronized (HELD_HERE) {
      var real = directory.toRealPath();
      if (HELD_HERE.contains(real)) {
        return Optional.empty();
      }
      var channel =
          FileChannel.open(
              real.resolve(FILE),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      try {
        return taken(real, channel);
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    }
  }

  private static Optional<ReplicaLock> taken(Path real, FileChannel channel) throws IOException {
    var gate = gate(channel, false);
    try {
      if (channel.tryLock(HELD, 1, false) == null) {
        channel.close();
        return Optional.empty();
      }
      var text = ProcessMark.of(ProcessHandle.current()) + "\n";
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(text.getBytes(US_ASCII)), 0);
      HELD_HERE.add(real);
      return Optional.of(new ReplicaLock(real, channel));
    } finally {
      if (channel.isOpen()) {
        gate.release();
      }
    }
  }

  /** What the holder wrote; empty when nobody holds the lock. Disturbs nobody. */
  static Optional<String> holder(Path directory) throws IOException {
    var file = directory.resolve(FILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    synchronized (HELD_HERE) {
      if (HELD_HERE.contains(directory.toRealPath())) {
        return Optional.of(ProcessMark.of(ProcessHandle.current()).toString());
      }
      try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
        var gate = gate(channel, true);
        var free = channel.tryLock(HELD, 1, true);
        var said = free == null ? Optional.of(read(channel)) : Optional.<String>empty();
        if (free != null) {
          free.release(); // before the gate
        }
        gate.release();
        return said;
      }
    }
  }

  private static String read(FileChannel channel) throws IOException {
    var text = ByteBuffer.allocate(LONGEST_TEXT);
    channel.read(text, 0);
    return US_ASCII.decode(text.flip()).toString().strip();
  }

  private static FileLock gate(FileChannel channel, boolean shared) throws IOException {
    for (int i = 0; i < GATE_TRIES; i++) {
      var gate = channel.tryLock(GATE, 1, shared);
      if (gate != null) {
        return gate;
      }
      pause();
    }
    throw new IOException("another process asks for its lock and does not go on");
  }

  private static void pause() throws IOException {
    try {
      TimeUnit.MILLISECONDS.sleep(GATE_PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for the lock", e);
    }
  }

  @Override
  public void close() throws IOException {
    synchronized (HELD_HERE) {
      if (channel.isOpen()) {
        channel.close();
        HELD_HERE.remove(directory);
      }
    }
  }
}
