package io.quorate.persistence.append.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * The operating system's files.
 *
 * @param forced called whenever a file was forced
 */
public record FileDisk(Runnable forced) implements Disk {

  public FileDisk() {
    this(() -> {});
  }

  @Override
  public OpenFile readWrite(Path file) throws IOException {
    return new Channel(
        FileChannel.open(
            file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE),
        forced);
  }

  @Override
  public OpenFile readOnly(Path file) throws IOException {
    return new Channel(FileChannel.open(file, StandardOpenOption.READ), forced);
  }

  @Override
  public List<Path> list(Path directory) throws IOException {
    Files.createDirectories(directory);
    try (var files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void delete(Path file) throws IOException {
    Files.delete(file);
  }

  @Override
  public long free(Path directory) throws IOException {
    return Files.getFileStore(directory).getUsableSpace();
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private record Channel(FileChannel channel, Runnable forced) implements OpenFile {

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
      return channel.read(target, position);
    }

    @Override
    public void write(ByteBuffer source, long position) throws IOException {
      for (long at = position; source.hasRemaining(); ) {
        at += channel.write(source, at);
      }
    }

    @Override
    public void force() throws IOException {
      channel.force(false);
      forced.run();
    }

    @Override
    public void forceAll() throws IOException {
      channel.force(true);
      forced.run();
    }

    @Override
    public long size() throws IOException {
      return channel.size();
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
