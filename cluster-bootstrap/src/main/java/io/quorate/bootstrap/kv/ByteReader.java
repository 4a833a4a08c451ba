package io.quorate.bootstrap.kv;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;
import java.nio.ByteBuffer;

/**
 * Reads what anyone may have written, and throws nothing: behind the end all is zero, and {@link
 * #endsEarly} tells. Whoever asks for nonsense a million times a second pays for no stack traces.
 */
final class ByteReader {

  private final Bytes all;
  private final ByteBuffer from;
  private boolean endsEarly;

  ByteReader(Bytes octets) {
    this.all = octets;
    this.from = octets.asBuffer();
  }

  byte octet() {
    return has(Byte.BYTES) ? from.get() : 0;
  }

  /** Two octets, unsigned. */
  int shortNumber() {
    return has(Short.BYTES) ? Short.toUnsignedInt(from.getShort()) : 0;
  }

  int number() {
    return has(Integer.BYTES) ? from.getInt() : 0;
  }

  long longNumber() {
    return has(Long.BYTES) ? from.getLong() : 0;
  }

  Digest digest() {
    return has(Digest.LENGTH) ? Digest.read(from) : Digest.ZERO;
  }

  /** So many octets, not copied. */
  Bytes take(int length) {
    if (!has(length)) {
      return Bytes.EMPTY;
    }
    int start = from.position();
    from.position(start + length);
    return all.slice(start, start + length);
  }

  /** Whatever is left, not copied. */
  Bytes rest() {
    return take(from.remaining());
  }

  /** Whether more was asked for than was there. */
  boolean endsEarly() {
    return endsEarly;
  }

  /** Whether everything was read, and nothing asked for in vain. */
  boolean endsHere() {
    return !endsEarly && !from.hasRemaining();
  }

  private boolean has(int length) {
    if (length < 0 || length > from.remaining()) {
      endsEarly = true;
      from.position(from.limit());
    }
    return !endsEarly;
  }
}
