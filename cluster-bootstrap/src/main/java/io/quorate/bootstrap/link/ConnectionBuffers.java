package io.quorate.bootstrap.link;

import java.nio.ByteBuffer;

/**
 * Where the connections of one thread receive, one after the other, and where one that sends seals:
 * an idle connection has no buffers. Ciphers want arrays.
 */
final class ConnectionBuffers {

  /** The most bytes of a record of TLS, and a little more. */
  static final int RECORD = 17 * 1024;

  /**
   * The most bytes to seal at once, for one call of the system: whole records, each of which the
   * JDK ends at 16,367 bytes.
   */
  static final int CLEAR = 4 * 16_000;

  static final int ARRIVED = 64 * 1024;

  /** Records of all that is sealed at once, and one of a handshake's. */
  static final int SEALED = 5 * RECORD;

  /** What a thread that receives has. */
  static final int BYTES = ARRIVED + 2 * RECORD;

  /** What a thread that sends has. */
  static final int BYTES_TO_SEND = CLEAR + SEALED;

  private static final ThreadLocal<ByteBuffer> TO_SEAL =
      ThreadLocal.withInitial(() -> ByteBuffer.allocate(CLEAR));
  private static final ThreadLocal<ByteBuffer> TO_LEAVE =
      ThreadLocal.withInitial(() -> ByteBuffer.allocate(SEALED));

  private final ByteBuffer arrived = ByteBuffer.allocate(ARRIVED);
  private final ByteBuffer opened = ByteBuffer.allocate(2 * RECORD);

  ByteBuffer arrived() {
    return arrived;
  }

  ByteBuffer opened() {
    return opened;
  }

  /** Of this thread, for what is to be sealed; empty. */
  static ByteBuffer toSeal() {
    return TO_SEAL.get().clear();
  }

  /** Of this thread, for what was sealed; empty. */
  static ByteBuffer toLeave() {
    return TO_LEAVE.get().clear();
  }

  /** What remains, in a buffer that is just large enough. */
  static ByteBuffer copyOf(ByteBuffer rest) {
    return rest.hasRemaining()
        ? ByteBuffer.allocate(rest.remaining()).put(rest).flip()
        : ByteBuffer.allocate(0);
  }
}
