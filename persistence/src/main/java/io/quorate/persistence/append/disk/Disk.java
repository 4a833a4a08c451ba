package io.quorate.persistence.append.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/** The few things the log asks of a file system; tests put one in its place that fails. */
public interface Disk {

  /** Opens for reading and writing; creates an empty file if there is none. */
  OpenFile readWrite(Path file) throws IOException;

  OpenFile readOnly(Path file) throws IOException;

  /** The names in a directory, in order; the directory is created if there is none. */
  List<Path> list(Path directory) throws IOException;

  /** Renames within one directory, atomically; not durable before {@link #forceDirectory}. */
  void move(Path from, Path to) throws IOException;

  void delete(Path file) throws IOException;

  /** Bytes that may still be written to the disk of a directory. */
  long free(Path directory) throws IOException;

  void forceDirectory(Path directory) throws IOException;

  /** Positioned reads and writes of one file; may be closed by its opener only. */
  interface OpenFile extends Closeable {

    /** Reads up to what remains in the target; -1 at the end of the file. */
    int read(ByteBuffer target, long position) throws IOException;

    /** Writes all that remains in the source. */
    void write(ByteBuffer source, long position) throws IOException;

    /** Returns when the content is durable; the size is only after {@link #forceAll}. */
    void force() throws IOException;

    void forceAll() throws IOException;

    long size() throws IOException;
  }
}
