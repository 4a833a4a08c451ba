package io.quorate.persistence.append;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A disk that does what it is told until it is told to fail. */
final class FaultyDisk implements Disk {
  private final Disk real = new FileDisk();
  volatile boolean full;
  volatile boolean forceFails;
  final AtomicInteger forces = new AtomicInteger();

  @Override
  public OpenFile readWrite(Path file) throws IOException {
    return new FaultyFile(real.readWrite(file));
  }

  @Override
  public OpenFile readOnly(Path file) throws IOException {
    return real.readOnly(file);
  }

  @Override
  public List<Path> list(Path directory) throws IOException {
    return real.list(directory);
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    real.move(from, to);
  }

  @Override
  public void delete(Path file) throws IOException {
    real.delete(file);
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    real.forceDirectory(directory);
  }

  private final class FaultyFile implements OpenFile {
    private final OpenFile file;

    FaultyFile(OpenFile file) {
      this.file = file;
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
      return file.read(target, position);
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

    @Override
    public void forceAll() throws IOException {
      file.forceAll();
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
