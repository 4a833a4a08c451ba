package io.quorate.engine.codec;

import io.quorate.engine.model.Bytes;
import java.io.ByteArrayOutputStream;

/** Writes any CBOR, well-formed or not: what a liar, or a newer version, may send. */
final class LooseCbor {

  private final ByteArrayOutputStream octets = new ByteArrayOutputStream();

  static LooseCbor cbor() {
    return new LooseCbor();
  }

  /** A head in its shortest form. */
  LooseCbor head(int major, long argument) {
    if (argument >= 0 && argument < 24) {
      return raw((major << 5) | (int) argument);
    }
    int width = argument >>> 8 == 0 ? 1 : argument >>> 16 == 0 ? 2 : argument >>> 32 == 0 ? 4 : 8;
    return wide(major, argument, width);
  }

  /** A head whose argument takes 1, 2, 4 or 8 octets, needed or not. */
  LooseCbor wide(int major, long argument, int width) {
    raw((major << 5) | (24 + Integer.numberOfTrailingZeros(width)));
    for (int i = width - 1; i >= 0; i--) {
      raw((int) (argument >>> (8 * i)));
    }
    return this;
  }

  LooseCbor number(long value) {
    return value < 0 ? head(1, ~value) : head(0, value);
  }

  LooseCbor octets(Bytes value) {
    return head(2, value.length()).all(value);
  }

  LooseCbor text(String value) {
    var utf8 = Bytes.utf8(value);
    return head(3, utf8.length()).all(utf8);
  }

  LooseCbor array(int elements) {
    return head(4, elements);
  }

  /** Octets as they are. */
  LooseCbor all(Bytes value) {
    octets.writeBytes(value.toArray());
    return this;
  }

  LooseCbor raw(int... values) {
    for (int value : values) {
      octets.write(value);
    }
    return this;
  }

  Bytes toBytes() {
    return Bytes.wrap(octets.toByteArray());
  }
}
