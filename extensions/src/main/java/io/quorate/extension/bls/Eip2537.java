package io.quorate.extension.bls;

import io.quorate.engine.model.Bytes;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Points as the precompiles of EIP-2537 take them: coordinates uncompressed, each of 48 bytes with
 * 16 zeros before; of a coordinate in the extension field, the real part first.
 */
public final class Eip2537 {

  private static final int FIELD = 48;
  private static final int PADDED = 64;

  private Eip2537() {}

  /** A signature, 128 bytes; empty when it is no sound point of G1. */
  public static Optional<Bytes> signature(Bytes compressed) {
    return BlsAggregate.signature(compressed).map(point -> padded(point.serialize(), 0, 1));
  }

  /** A key, 256 bytes. */
  public static Bytes key(BlsPublicKey key) {
    return padded(key.point().serialize(), 1, 0, 3, 2);
  }

  private static Bytes padded(byte[] coordinates, int... order) {
    var out = ByteBuffer.allocate(PADDED * order.length);
    for (int each : order) {
      out.put(new byte[PADDED - FIELD]).put(coordinates, FIELD * each, FIELD);
    }
    return Bytes.wrap(out.array());
  }
}
