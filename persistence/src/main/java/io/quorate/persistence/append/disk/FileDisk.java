package io.quorate.persistence.append.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * The operating system's files.
 *
 * @param flushed told how many nanoseconds it took, whenever a file was forced
 */
public record FileDisk(LongConsumer flushed) implements Disk {

  public FileDisk() {
    this(nanos -> {});
  }

  @Override
  public OpenFile readWrite(Path file) throws IOException {
    return new Channel(
        FileChannel.open(
            file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE),
        flushed);
  }

  @Override
  public OpenFile readOnly(Path file) throws IOException {
    return new Channel(FileChannel.open(file, StandardOpenOption.READ), flushed);
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

  private record Channel(FileChannel channel, LongConsumer flushed) implements OpenFile {

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
      flush(false);
    }

    @Override
    public void forceAll() throws IOException {
      flush(true);
    }

    private void flush(boolean metadata) throws IOException {
      long begun = System.nanoTime();
      channel.force(metadata);
      flushed.accept(System.nanoTime() - begun);
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
