package io.quorate.engine.crypto.ed25519;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Words in octet strings, little endian, as RFC 8032 writes all its numbers. */
final class LittleEndian {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private LittleEndian() {}

  static long littleEndianLong(byte[] octets, int at) {
    return (long) LONGS.get(octets, at);
  }

  static void putLittleEndianLong(byte[] octets, int at, long word) {
    LONGS.set(octets, at, word);
  }
}
