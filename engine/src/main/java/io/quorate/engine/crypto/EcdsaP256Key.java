package io.quorate.engine.crypto;

import io.quorate.engine.crypto.p256.EcdsaP256;
import io.quorate.engine.crypto.p256.P256Table;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.math.ec.ECFieldElement;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.util.BigIntegers;

/**
 * A P-256 key. It accepts r and s in 32 octets each, big endian, with r in [1, n), s in [1, n/2],
 * if ECDSA over the SHA-256 of the message does (FIPS 186-5, section 6.4.2). The upper half of s is
 * refused, else anyone could make a second signature, n - s, from a first.
 *
 * <p>The first verification builds a table of 16 384 octets, which lives as long as this object;
 * who keeps many keys keeps as many tables. Safe to share between threads: two that race build the
 * same table twice.
 */
final class EcdsaP256Key implements VerificationKey {

  private static final int ENCODED_LENGTH = 33;

  private static final BigInteger N = EcdsaP256.DOMAIN.getN();
  private static final BigInteger P = EcdsaP256.DOMAIN.getCurve().getField().getCharacteristic();

  private final byte[] encoded;
  private final ECPoint point;
  private volatile P256Table table;

  EcdsaP256Key(byte[] encoded) {
    this(point(encoded));
  }

  EcdsaP256Key(ECPoint point) {
    this.point = new ECPublicKeyParameters(point, EcdsaP256.DOMAIN).getQ();
    this.encoded = this.point.getEncoded(true);
  }

  private static ECPoint point(byte[] encoded) {
    if (encoded.length != ENCODED_LENGTH || (encoded[0] != 2 && encoded[0] != 3)) {
      throw new IllegalArgumentException(
          "a P-256 public key is a compressed point of 33 bytes, the first 2 or 3");
    }
    try {
      return EcdsaP256.DOMAIN.getCurve().decodePoint(encoded);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "the P-256 public key is not on the curve, or its x is not below p", e);
    }
  }

  @Override
  public SignatureScheme scheme() {
    return SignatureScheme.ECDSA_P256;
  }

  @Override
  public byte[] encoded() {
    return encoded.clone();
  }

  @Override
  public boolean verifies(byte[] message, byte[] signature) {
    if (signature.length != scheme().signatureLength()) {
      return false;
    }
    var r = new BigInteger(1, signature, 0, EcdsaP256.FIELD_LENGTH);
    var s = new BigInteger(1, signature, EcdsaP256.FIELD_LENGTH, EcdsaP256.FIELD_LENGTH);
    if (!EcdsaP256.isInGroup(r) || !EcdsaP256.isInGroup(s) || !EcdsaP256.isLow(s)) {
      return false;
    }
    return holds(new BigInteger(1, EcdsaP256.sha256(message)), r, s);
  }

  /** FIPS 186-5, section 6.4.2, from step 3 on: r and s in [1, n), e the hash, s in either half. */
  boolean holds(BigInteger e, BigInteger r, BigInteger s) {
    var inverse = BigIntegers.modOddInverseVar(N, s);
    var sum = table().sum(e.multiply(inverse).mod(N), r.multiply(inverse).mod(N));
    if (sum.isInfinity()) {
      return false;
    }
    var zSquared = sum.getZCoord(0).square();
    if (isX(r, sum, zSquared)) {
      return true;
    }
    var beyondOrder = r.add(N);
    return beyondOrder.compareTo(P) < 0 && isX(beyondOrder, sum, zSquared);
  }

  /** Whether x = X / Z^2, the affine coordinate, without a division. */
  private static boolean isX(BigInteger x, ECPoint sum, ECFieldElement zSquared) {
    return EcdsaP256.DOMAIN.getCurve().fromBigInteger(x).multiply(zSquared).equals(sum.getXCoord());
  }

  private P256Table table() {
    var built = table;
    if (built == null) {
      built = new P256Table(point);
      table = built;
    }
    return built;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EcdsaP256Key that && Arrays.equals(encoded, that.encoded);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(encoded);
  }

  @Override
  public String toString() {
    return scheme().schemeName() + ":" + HexFormat.of().formatHex(encoded);
  }
}
