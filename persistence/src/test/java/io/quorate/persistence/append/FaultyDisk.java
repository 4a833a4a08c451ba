package io.quorate.persistence.append;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** A disk that does what it is told until it is told to fail. */
final class FaultyDisk extends RealDisk {
  volatile boolean full;
  volatile boolean forceFails;

  /** Another file than those that are there does not fit. */
  volatile boolean hasNoRoom;

  final AtomicInteger forces = new AtomicInteger();

  @Override
  public OpenFile readWrite(Path file) throws IOException {
    return new FaultyFile(super.readWrite(file));
  }

  @Override
  public long free(Path directory) throws IOException {
    return hasNoRoom ? 1_000 : super.free(directory);
  }

  private final class FaultyFile extends RealFile {
    FaultyFile(OpenFile file) {
      super(file);
    }

    @Override
    public void write(ByteBuffer source, long position) throws IOException {
      if (full) {
        source.limit(source.position() + source.remaining() / 2);
        file.write(source, position);
        throw new IOException("No space left on device");
      }
      file.write(source, position);
    }

    @Override
    public void force() throws IOException {
      if (forceFails) {
        throw new IOException("Input/output error");
      }
      forces.incrementAndGet();
      file.force();
    }
  }
}
