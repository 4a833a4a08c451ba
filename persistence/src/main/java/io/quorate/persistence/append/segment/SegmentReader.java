package io.quorate.persistence.append.segment;

import io.quorate.persistence.append.disk.Disk;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Reads records of one segment through a window that moves forward. Octets behind the end of a file
 * that was cut short read as zero.
 */
public final class SegmentReader implements Closeable {
  private static final int WINDOW = 256 * 1024;

  private final Disk.OpenFile file;
  private final SegmentHead head;
  private ByteBuffer window = ByteBuffer.allocate(WINDOW).limit(0);
  private int windowStart;

  public SegmentReader(Disk.OpenFile file, SegmentHead head) {
    this.file = file;
    this.head = head;
  }

  /** The valid header at an offset, if there is one; says nothing about the body. */
  public Optional<RecordHeader> header(int offset) throws IOException {
    if (offset + RecordHeader.SIZE > head.size()) {
      return Optional.empty();
    }
    int index = indexOf(offset, RecordHeader.SIZE);
    return RecordHeader.read(window, index, offset, head.salt(), head.size());
  }

  /** The record's body, valid until the next call; empty when it fails its checksum. */
  public Optional<ByteBuffer> body(RecordHeader header) throws IOException {
    int padded = RecordHeader.padded(header.bodyLength());
    int index = indexOf(header.bodyStart(), padded); // may replace the window
    var body = window.slice(index, padded);
    var crc = new CRC32C();
    crc.update(body);
    if ((int) crc.getValue() != header.bodyChecksum()) {
      return Optional.empty();
    }
    return Optional.of(body.position(0).limit(header.bodyLength()));
  }

  /** True when a header's worth of octets is zero: what the writer leaves behind each group. */
  public boolean isBlank(int offset) throws IOException {
    int length = Math.min(RecordHeader.SIZE, head.size() - offset);
    int index = indexOf(offset, length);
    for (int i = 0; i < length; i++) {
      if (window.get(index + i) != 0) {
        return false;
      }
    }
    return true;
  }

  /** The last octet that is not zero at or behind an offset; the one before it if there is none. */
  public int lastNonZero(int offset) throws IOException {
    int last = offset - 1;
    for (int i = offset; i < head.size(); i++) {
      int index = indexOf(i, 1);
      if (window.get(index) != 0) {
        last = i;
      }
    }
    return last;
  }

  /** True when the record's body starts with these octets. */
  public boolean bodyStartsWith(RecordHeader header, byte[] start) throws IOException {
    int index = indexOf(header.bodyStart(), Math.min(start.length, header.bodyLength()));
    return header.idLength() == start.length
        && window.slice(index, start.length).equals(ByteBuffer.wrap(start));
  }

  /** Makes the window hold the range; returns where it starts in the window. */
  private int indexOf(int offset, int length) throws IOException {
    boolean held =
        offset >= windowStart && (long) offset + length <= (long) windowStart + window.limit();
    if (!held) {
      fill(offset, Math.min(Math.max(length, WINDOW), head.size() - offset));
    }
    return offset - windowStart;
  }

  private void fill(int offset, int length) throws IOException {
    if (window.capacity() < length) {
      window = ByteBuffer.allocate(length);
    }
    window.clear().limit(length);
    for (int n = 0; n >= 0 && window.hasRemaining(); ) {
      n = file.read(window, (long) offset + window.position());
    }
    while (window.hasRemaining()) {
      window.put((byte) 0);
    }
    windowStart = offset;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
