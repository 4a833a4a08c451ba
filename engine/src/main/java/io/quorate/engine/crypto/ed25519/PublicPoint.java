package io.quorate.engine.crypto.ed25519;

import java.util.Arrays;

/**
 * The point A of a public key, checked once, when it is made.
 *
 * <p>The first verification builds a table of 15 360 octets, which lives as long as this object;
 * who keeps many keys keeps as many tables. Safe to share between threads: two that race build the
 * same table twice.
 */
public final class PublicPoint {

  /** Octets of an encoded point. */
  public static final int LENGTH = 32;

  private final byte[] encoded;
  private final CurvePoint point;
  private volatile WideTable table;

  private PublicPoint(byte[] encoded, CurvePoint point) {
    this.encoded = encoded;
    this.point = point;
  }

  /**
   * Reads a public key (RFC 8032, section 5.1.3, and stricter).
   *
   * @throws IllegalArgumentException unless it is 32 octets, the canonical encoding (y below p, no
   *     sign where x = 0) of a point of the curve whose order is not 1, 2, 4 or 8
   */
  public static PublicPoint decode(byte[] encoded) {
    if (encoded.length != LENGTH) {
      throw new IllegalArgumentException(
          "an Ed25519 public key has 32 bytes, not " + encoded.length);
    }
    var point = new CurvePoint();
    if (!point.decode(encoded, 0)) {
      throw new IllegalArgumentException("the Ed25519 public key is not on the curve");
    }
    if (!Arrays.equals(point.encode(), encoded)) {
      throw new IllegalArgumentException("the Ed25519 public key is not canonically encoded");
    }
    var multiple = new Accumulator();
    multiple.set(point);
    if (multiple.isOfSmallOrder()) {
      throw new IllegalArgumentException("the Ed25519 public key is a point of small order");
    }
    return new PublicPoint(encoded.clone(), point);
  }

  /** A copy of the 32 octets this was read from. */
  public byte[] encoded() {
    return encoded.clone();
  }

  /** The octets themselves, for those of this package, who do not write to them. */
  byte[] octets() {
    return encoded;
  }

  WideTable table() {
    var built = table;
    if (built == null) {
      built = new WideTable(point, WideTable.KEY_WIDTH);
      table = built;
    }
    return built;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PublicPoint that && Arrays.equals(encoded, that.encoded);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(encoded);
  }
}
