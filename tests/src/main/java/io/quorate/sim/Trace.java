package io.quorate.sim;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A rolling hash of all that happened: equal for equal seeds, whatever the machine. */
final class Trace {

  private final MessageDigest sha256;
  private final ByteBuffer line = ByteBuffer.allocate(4 * Long.BYTES);
  private long events;

  Trace() {
    try {
      this.sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  void note(long at, long from, long to, long what) {
    line.clear();
    line.putLong(at).putLong(from).putLong(to).putLong(what);
    sha256.update(line.array());
    events++;
  }

  long events() {
    return events;
  }

  /** Ends the trace. */
  String hash() {
    return HexFormat.of().formatHex(sha256.digest());
  }
}
