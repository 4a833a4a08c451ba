package io.quorate.engine.crypto;

import io.quorate.engine.model.Bytes;
import java.io.ByteArrayOutputStream;

/** Puts parts of messages together that were never sent together. */
final class Envelopes {

  private Envelopes() {}

  static Bytes of(Bytes signed, Bytes signature, Bytes payload) {
    var wire = new ByteArrayOutputStream();
    wire.write(0x84);
    wire.write(1);
    write(wire, signed);
    write(wire, signature);
    write(wire, payload);
    return Bytes.wrap(wire.toByteArray());
  }

  private static void write(ByteArrayOutputStream wire, Bytes octets) {
    int length = octets.length();
    if (length < 24) {
      wire.write(0x40 | length);
    } else if (length < 256) {
      wire.write(0x58);
      wire.write(length);
    } else {
      wire.write(0x59);
      wire.write(length >>> 8);
      wire.write(length);
    }
    wire.writeBytes(octets.toArray());
  }
}
