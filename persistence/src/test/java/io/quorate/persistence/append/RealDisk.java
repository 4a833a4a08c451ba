package io.quorate.persistence.append;

import io.quorate.persistence.append.disk.Disk;
import io.quorate.persistence.append.disk.FileDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/** A disk that does what it is told; subclasses say what goes wrong. */
abstract class RealDisk implements Disk {
  private final Disk real = new FileDisk();

  @Override
  public OpenFile readWrite(Path file) throws IOException {
    return real.readWrite(file);
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
  public long free(Path directory) throws IOException {
    return real.free(directory);
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    real.forceDirectory(directory);
  }

  /** A file of that disk. */
  abstract static class RealFile implements OpenFile {
    final OpenFile file;

    RealFile(OpenFile file) {
      this.file = file;
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
      return file.read(target, position);
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
