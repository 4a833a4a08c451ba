package io.quorate.bootstrap.link;

import io.quorate.engine.model.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Cuts a stream into the frames that an {@link SendQueue} made. */
final class FrameReader {

  private static final int FIRST_GUESS = 4 * 1024;
  private static final byte[] NONE = new byte[0];

  private int most;
  private final ByteBuffer header = ByteBuffer.allocate(SendQueue.HEADER);
  private byte[] frame = NONE;
  private int length = -1;
  private int filled;

  /** Takes whole frames. */
  interface Taker {
    void take(Bytes frame) throws IOException;
  }

  /**
   * @param most octets of a frame; memory grows with what arrives, not with what is announced
   */
  FrameReader(int most) {
    this.most = most;
  }

  /** From now on a frame may have so many bytes. */
  void limit(int bytes) {
    most = bytes;
  }

  /** The memory that a frame takes that is not whole. */
  int part() {
    return length < 0 ? 0 : Math.max(1, frame.length);
  }

  /**
   * Reads all that is in the buffer.
   *
   * @throws IOException for a frame that is too long
   */
  void read(ByteBuffer octets, Taker taker) throws IOException {
    while (octets.hasRemaining()) {
      if (length < 0 && !readHeader(octets)) {
        return;
      }
      int count = Math.min(length - filled, octets.remaining());
      if (filled + count > frame.length) {
        frame = Arrays.copyOf(frame, Math.min(length, Math.max(filled + count, 2 * frame.length)));
      }
      octets.get(frame, filled, count);
      filled += count;
      if (filled == length) {
        var whole = Bytes.wrap(frame);
        length = -1;
        frame = NONE;
        taker.take(whole);
      }
    }
  }

  /** Also of a frame without octets, which is whole at once. */
  private boolean readHeader(ByteBuffer octets) throws IOException {
    while (header.hasRemaining() && octets.hasRemaining()) {
      header.put(octets.get());
    }
    if (header.hasRemaining()) {
      return false;
    }
    length = header.flip().getInt();
    header.clear();
    if (length < 0 || length > most) {
      throw new IOException("a frame of " + Integer.toUnsignedString(length) + " bytes");
    }
    filled = 0;
    frame = new byte[Math.min(length, Math.max(FIRST_GUESS, octets.remaining()))];
    return true;
  }
}
