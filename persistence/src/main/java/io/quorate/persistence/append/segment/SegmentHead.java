package io.quorate.persistence.append.segment;

import io.quorate.persistence.append.disk.Disk;
import io.quorate.persistence.append.error.CorruptLog;
import io.quorate.persistence.append.error.ForeignLog;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * The first page of every segment: format, owner and which use of the file this is.
 *
 * @param number the segment's place in the log; never used twice
 * @param salt random; bound into each record's checksum
 * @param size octets of the file
 * @param identity whose log it is; opaque
 */
public record SegmentHead(long number, long salt, int size, String identity) {

  /** One page. Records start behind it. */
  public static final int SIZE = 4096;

  static final int VERSION = 1;
  private static final long MAGIC = 0x51554f524c4f4731L; // "QUORLOG1"
  private static final int CHECKED = SIZE - Integer.BYTES;

  ByteBuffer encode() {
    var octets = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(octets)) {
      out.writeLong(MAGIC);
      out.writeInt(VERSION);
      out.writeLong(number);
      out.writeLong(salt);
      out.writeInt(size);
      out.writeUTF(identity);
    } catch (IOException e) {
      throw new IllegalStateException("an array in memory takes all that is written", e);
    }
    var page = ByteBuffer.allocate(SIZE).put(octets.toByteArray());
    return page.putInt(CHECKED, checksum(page)).position(0);
  }

  /**
   * Reads the first page of a segment.
   *
   * @throws CorruptLog when the page is damaged
   * @throws ForeignLog when its version is unknown
   */
  public static SegmentHead read(Path file, Disk.OpenFile opened) throws IOException {
    var page = ByteBuffer.allocate(SIZE);
    for (int n = 0; n >= 0 && page.hasRemaining(); ) {
      n = opened.read(page, page.position());
    }
    if (page.getLong(0) == MAGIC && page.getInt(8) != VERSION && matches(page)) {
      throw ForeignLog.version(file, page.getInt(8), VERSION);
    }
    if (page.getLong(0) != MAGIC || !matches(page)) {
      throw new CorruptLog(file, 0, "the segment's head fails its checksum");
    }
    try (var in = new DataInputStream(new ByteArrayInputStream(page.array()))) {
      in.skipNBytes(12);
      return new SegmentHead(in.readLong(), in.readLong(), in.readInt(), in.readUTF());
    }
  }

  private static boolean matches(ByteBuffer page) {
    return page.getInt(CHECKED) == checksum(page);
  }

  private static int checksum(ByteBuffer page) {
    var crc = new CRC32C();
    crc.update(page.slice(0, CHECKED));
    return (int) crc.getValue();
  }
}
