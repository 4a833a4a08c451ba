package io.quorate.bootstrap.http;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The name of a write: its {@code X-Request-Id}, or one drawn here. A write is done once under its
 * name, and no other write is done under it.
 */
record IdempotencyKey(String text) {

  private static final int DRAWN = 16;
  private static final SecureRandom RANDOM = new SecureRandom();

  static IdempotencyKey of(RequestHead head) {
    var given = head.header(Answers.REQUEST_ID);
    if (given.isEmpty()) {
      var drawn = new byte[DRAWN];
      RANDOM.nextBytes(drawn);
      return new IdempotencyKey(HexFormat.of().formatHex(drawn));
    }
    if (!given.matches("[!-~]{1,128}")) {
      throw new BadRequest(
          400, Answers.REQUEST_ID + " has 1 to 128 printable ASCII characters, no spaces");
    }
    return new IdempotencyKey(given);
  }

  /** The name in the length that the store takes. */
  Bytes idempotencyKey() {
    return Digest.of(Bytes.utf8(text)).toBytes();
  }
}
