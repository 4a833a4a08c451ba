package io.quorate.sim;

import io.quorate.engine.codec.MessageCodec;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.message.MessageType;
import io.quorate.engine.spi.Transport.Lane;
import java.util.SplittableRandom;

/**
 * What work takes on every process, in nanoseconds of virtual time. A process has one processor, so
 * whoever has much to do is late.
 *
 * @param turn an actor's turn, whatever it does
 * @param perByte to read, hash or copy a byte
 * @param signature to check a signature; to make one takes half of it
 * @param perByteWritten to bring a byte to the disk
 * @param perByteSent to bring a byte onto a link
 */
record Costs(long turn, long perByte, long signature, long perByteWritten, long perByteSent) {

  /** Work takes no time. */
  static final Costs FREE = new Costs(0, 0, 0, 0, 0);

  private static final int HEAD = 256;

  /** How much work costs, by the words of the command line. */
  enum Kind {
    FREE,
    FAIR,
    DEAR;

    String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * The costs of a seed.
   *
   * @param scale how many times smaller than real what is sent here is
   */
  static Costs drawn(Kind kind, long seed, long scale) {
    var random = new SplittableRandom(seed * 31 + 7);
    return switch (kind) {
      case FREE -> FREE;
      case FAIR -> drawn(random, scale, 4);
      case DEAR -> drawn(random, scale, 1);
    };
  }

  /** At most 10 ns a byte, which is 100 MB/s, and 8 on a link, which is a Gbit/s. */
  private static Costs drawn(SplittableRandom random, long scale, long part) {
    return new Costs(
        1_000 + random.nextLong(10_000 / part),
        1 + random.nextLong(10 * scale / part),
        20_000 + random.nextLong(100_000 / part),
        1 + random.nextLong(10 * scale / part),
        1 + random.nextLong(8 * scale / part));
  }

  /**
   * What of a message operations and results make large. A view change, which is none of them, is
   * as large in a scaled group as in a real one.
   */
  private static long large(Lane lane, Bytes wire) {
    return switch (lane) {
      case VOTES -> 0;
      case REQUESTS, REPLIES -> wire.length();
      case BULK -> isViewChange(wire) ? 0 : wire.length();
    };
  }

  private static boolean isViewChange(Bytes wire) {
    var found = new boolean[1];
    MessageCodec.open(wire)
        .match(
            opened -> found[0] = opened.statement().type() == MessageType.VIEW_CHANGE,
            undecodable -> {});
    return found[0];
  }

  /** To read, hash or copy a message. */
  long reading(Lane lane, Bytes wire) {
    return areFree() ? 0 : reading(large(lane, wire));
  }

  /** To bring a message onto a link. */
  long sending(Lane lane, Bytes wire) {
    return areFree() ? 0 : perByteSent * beyondHead(large(lane, wire));
  }

  long reading(long bytes) {
    return perByte * beyondHead(bytes);
  }

  long writing(long bytes) {
    return perByteWritten * beyondHead(bytes);
  }

  /** What every message has is not scaled as operations are, and costs its turn only. */
  private static long beyondHead(long bytes) {
    return Math.max(0, bytes - HEAD);
  }

  boolean areFree() {
    return equals(FREE);
  }
}
