package io.quorate.bootstrap.kv;

import io.quorate.engine.model.Bytes;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/** Writes and reads length-prefixed octets; a length is checked before anything is taken. */
record LengthPrefixed(ByteBuffer buffer) {

  static LengthPrefixed allocate(int capacity) {
    return new LengthPrefixed(ByteBuffer.allocate(capacity));
  }

  /**
   * The next {@code length} octets, not copied; {@code from} reads {@code all} from its start.
   *
   * @throws BufferUnderflowException when there are fewer
   */
  static Bytes take(Bytes all, ByteBuffer from, int length) {
    if (length < 0 || length > from.remaining()) {
      throw new BufferUnderflowException();
    }
    int start = from.position();
    from.position(start + length);
    return all.slice(start, start + length);
  }

  /** As {@link #take}, but owning its octets, so that it does not keep the others in memory. */
  static Bytes takeCopy(Bytes all, ByteBuffer from, int length) {
    return Bytes.wrap(take(all, from, length).toArray());
  }

  LengthPrefixed shortString(Bytes octets) {
    buffer.put((byte) octets.length());
    return raw(octets);
  }

  LengthPrefixed key(Bytes octets) {
    buffer.putShort((short) octets.length());
    return raw(octets);
  }

  LengthPrefixed value(Bytes octets) {
    buffer.putInt(octets.length());
    return raw(octets);
  }

  LengthPrefixed raw(Bytes octets) {
    buffer.put(octets.asBuffer());
    return this;
  }

  /** What was written. */
  Bytes end() {
    var written = new byte[buffer.position()];
    buffer.flip().get(written);
    return Bytes.wrap(written);
  }
}
