package io.quorate.bootstrap.link;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.spi.Transport.Lane;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The first frame of a connection: a version, the lane that it is for, and which life of the caller
 * this is, so that several processes with one key are told apart.
 */
record Hello(Lane lane, long life) {

  private static final byte VERSION = 1;
  private static final int LENGTH = 2 + Long.BYTES;

  Bytes encode() {
    var buffer = ByteBuffer.allocate(LENGTH).put(VERSION).put(code(lane)).putLong(life);
    return Bytes.wrap(buffer.array());
  }

  private static byte code(Lane lane) {
    return switch (lane) {
      case VOTES -> 1;
      case REQUESTS -> 2;
      case BULK -> 3;
      case REPLIES -> throw new IllegalArgumentException("nobody calls to reply");
    };
  }

  private static Lane lane(byte code) throws IOException {
    return switch (code) {
      case 1 -> Lane.VOTES;
      case 2 -> Lane.REQUESTS;
      case 3 -> Lane.BULK;
      default -> throw new IOException("there is no lane " + code);
    };
  }

  /** More octets than are known come from a later version, and are left alone. */
  static Hello decode(Bytes frame) throws IOException {
    if (frame.length() < LENGTH || frame.at(0) != VERSION) {
      throw new IOException("speaks another version");
    }
    var buffer = frame.asBuffer();
    return new Hello(lane(buffer.get(1)), buffer.getLong(2));
  }
}
