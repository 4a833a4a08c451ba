package io.quorate.persistence.append.segment;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The first 40 octets of a record. Its checksum covers the segment's salt and the record's own
 * offset, so that octets left by an earlier use of the file, or copied elsewhere by a payload,
 * never pass for a record.
 *
 * @param offset where the record starts in its segment; a multiple of 8
 * @param bodyLength octets of the body, without the padding to a multiple of 8
 * @param groupStart where the first record starts that was forced together with this one
 * @param sequence EVENTS: the first event's number; MARK: all up to here is deleted
 * @param previous EVENTS: the highest number before; MARK: the highest number ever
 * @param count how many events
 */
public record RecordHeader(
    int offset,
    int bodyLength,
    int bodyChecksum,
    int groupStart,
    RecordType type,
    int idLength,
    long sequence,
    long previous,
    int count) {

  public static final int SIZE = 40;
  private static final int ALIGNMENT = 8;
  private static final int CHECKED = SIZE - Integer.BYTES;

  public static int padded(int length) {
    return (length + ALIGNMENT - 1) & -ALIGNMENT;
  }

  int bodyStart() {
    return offset + SIZE;
  }

  public int end() {
    return bodyStart() + padded(bodyLength);
  }

  public long last() {
    return sequence + count - 1;
  }

  /** Puts the header at the target's position. */
  public void write(ByteBuffer target, long salt) {
    int start = target.position();
    target.putInt(bodyLength).putInt(bodyChecksum).putInt(groupStart);
    target.put(type.code).put((byte) 0).putShort((short) idLength);
    target.putLong(sequence).putLong(previous).putInt(count);
    target.putInt(checksum(target.slice(start, CHECKED), salt, offset));
  }

  /**
   * The header at an index of the buffer, if there is a valid one that fits.
   *
   * @param offset where that index is in the segment
   * @param limit where the segment ends
   */
  static Optional<RecordHeader> read(
      ByteBuffer source, int index, int offset, long salt, int limit) {
    int length = source.getInt(index);
    var type = RecordType.of(source.get(index + 12));
    if (type.isEmpty() || length < 0 || (long) offset + SIZE + length > limit) {
      return Optional.empty();
    }
    if (source.getInt(index + CHECKED) != checksum(source.slice(index, CHECKED), salt, offset)) {
      return Optional.empty();
    }
    return Optional.of(
        new RecordHeader(
            offset,
            length,
            source.getInt(index + 4),
            source.getInt(index + 8),
            type.get(),
            Short.toUnsignedInt(source.getShort(index + 14)),
            source.getLong(index + 16),
            source.getLong(index + 24),
            source.getInt(index + 32)));
  }

  private static int checksum(ByteBuffer header, long salt, int offset) {
    var crc = new CRC32C();
    crc.update(ByteBuffer.allocate(12).putLong(salt).putInt(offset).flip());
    crc.update(header);
    return (int) crc.getValue();
  }
}
