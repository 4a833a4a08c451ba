package io.quorate.persistence.append;

import io.quorate.persistence.append.disk.Disk;
import io.quorate.persistence.append.segment.RecordHeader;
import io.quorate.persistence.append.segment.RecordType;
import io.quorate.persistence.append.segment.Segment;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Writes the records of one group, then forces them with one call. The group passes through one
 * direct buffer that is used again for the next; octets are copied once, into it. Behind a group
 * stand zeros, so that a file which is used again shows where its records end.
 */
final class GroupWriter implements Closeable {
  private static final int BUFFER = 1024 * 1024;

  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
  private final ByteBuffer length = ByteBuffer.allocate(Integer.BYTES);
  private final CRC32C crc = new CRC32C();
  private Disk.OpenFile file;
  private Segment segment;
  private int groupStart;
  private int flushed;

  /** Goes on in a segment, behind its last record; the file is this writer's from now on. */
  void begin(Segment next, Disk.OpenFile opened, int offset) throws IOException {
    close();
    file = opened;
    segment = next;
    groupStart = offset;
    flushed = offset;
    buffer.clear();
  }

  Segment segment() {
    return segment;
  }

  int position() {
    return flushed + buffer.position();
  }

  boolean isEmpty() {
    return position() == groupStart;
  }

  /** True when a body of that size leaves room for the END record. */
  boolean fits(long bodyOctets) {
    long end = (long) position() + RecordHeader.SIZE + bodyOctets + Long.BYTES;
    return end + RecordHeader.SIZE <= segment.head().size();
  }

  RecordHeader events(Entry entry, byte[] id, long previous) throws IOException {
    int octets = (int) entry.bodyOctets(id);
    crc.reset();
    crc.update(id);
    for (var event : entry.events()) {
      crc.update(lengthOf(event));
      crc.update(event.head().duplicate());
      crc.update(event.body().duplicate());
    }
    var header =
        header(
            RecordType.EVENTS, octets, id.length, entry.first(), previous, entry.events().size());
    put(ByteBuffer.wrap(id));
    for (var event : entry.events()) {
      put(lengthOf(event));
      put(event.head().duplicate());
      put(event.body().duplicate());
    }
    pad(octets);
    return header;
  }

  RecordHeader mark(byte[] id, long deletedTo, long highest) throws IOException {
    crc.reset();
    crc.update(id);
    var header = header(RecordType.MARK, id.length, id.length, deletedTo, highest, 0);
    put(ByteBuffer.wrap(id));
    pad(id.length);
    return header;
  }

  /** A record without a body. */
  void sign(RecordType type) throws IOException {
    crc.reset();
    header(type, 0, 0, 0, 0, 0);
  }

  /** Returns when the group is durable; the next record starts another. */
  void commit() throws IOException {
    int end = position();
    zeros(Math.min(RecordHeader.SIZE, segment.head().size() - end));
    flush();
    file.force();
    groupStart = end;
    flushed = end;
  }

  private RecordHeader header(
      RecordType type, int octets, int idOctets, long sequence, long previous, int count)
      throws IOException {
    for (int i = octets; i < RecordHeader.padded(octets); i++) {
      crc.update(0);
    }
    int checksum = (int) crc.getValue();
    var header =
        new RecordHeader(
            position(), octets, checksum, groupStart, type, idOctets, sequence, previous, count);
    if (buffer.remaining() < RecordHeader.SIZE) {
      flush();
    }
    header.write(buffer, segment.head().salt());
    return header;
  }

  private ByteBuffer lengthOf(Event event) {
    return length.clear().putInt(event.octets()).flip();
  }

  private void pad(int octets) throws IOException {
    zeros(RecordHeader.padded(octets) - octets);
  }

  private void zeros(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      if (!buffer.hasRemaining()) {
        flush();
      }
      buffer.put((byte) 0);
    }
  }

  private void put(ByteBuffer source) throws IOException {
    int end = source.limit();
    while (source.position() < end) {
      if (!buffer.hasRemaining()) {
        flush();
      }
      source.limit(source.position() + Math.min(buffer.remaining(), end - source.position()));
      buffer.put(source);
    }
  }

  private void flush() throws IOException {
    int octets = buffer.position();
    file.write(buffer.flip(), flushed);
    flushed += octets;
    buffer.clear();
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
      file = null;
    }
  }
}
