package io.quorate.extension.celestia;

import io.quorate.engine.model.Bytes;
import java.io.ByteArrayOutputStream;
import java.time.Instant;

/** As much of protobuf's encoding as CometBFT's canonical forms need; defaults are left out. */
final class ProtobufWriter {

  private static final int VARINT = 0;
  private static final int FIXED_64 = 1;
  private static final int DELIMITED = 2;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  ProtobufWriter number(int field, long value) {
    return value == 0 ? this : head(field, VARINT).varint(value);
  }

  ProtobufWriter fixed64(int field, long value) {
    if (value != 0) {
      head(field, FIXED_64);
      for (int i = 0; i < Long.BYTES; i++) {
        out.write((int) (value >>> (Byte.SIZE * i)));
      }
    }
    return this;
  }

  ProtobufWriter bytes(int field, Bytes value) {
    return value.isEmpty() ? this : message(field, value);
  }

  ProtobufWriter text(int field, String value) {
    return bytes(field, Bytes.utf8(value));
  }

  /** A message that is written although it may be empty. */
  ProtobufWriter message(int field, Bytes value) {
    head(field, DELIMITED).varint(value.length());
    out.writeBytes(value.toArray());
    return this;
  }

  Bytes toBytes() {
    return Bytes.wrap(out.toByteArray());
  }

  /** With its length before it. */
  Bytes toDelimited() {
    var framed = new ProtobufWriter().varint(out.size());
    framed.out.writeBytes(out.toByteArray());
    return framed.toBytes();
  }

  static Bytes time(Instant time) {
    return new ProtobufWriter()
        .number(1, time.getEpochSecond())
        .number(2, time.getNano())
        .toBytes();
  }

  private ProtobufWriter head(int field, int type) {
    return varint(((long) field << 3) | type);
  }

  private ProtobufWriter varint(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.write((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
    return this;
  }
}
