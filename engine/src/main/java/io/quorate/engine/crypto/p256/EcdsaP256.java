package io.quorate.engine.crypto.p256;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;

/** What signer and key of ECDSA over P-256 (FIPS 186-5, SEC 2 secp256r1) have in common. */
public final class EcdsaP256 {

  public static final ECDomainParameters DOMAIN =
      new ECDomainParameters(CustomNamedCurves.getByName("P-256"));

  /** Octets of r, of s, and of a coordinate. */
  public static final int FIELD_LENGTH = 32;

  private static final BigInteger HALF_ORDER = DOMAIN.getN().shiftRight(1);

  private EcdsaP256() {}

  /** Whether big endian octets are a private key, in [1, n). */
  public static boolean isSecret(byte[] candidate) {
    return candidate.length == FIELD_LENGTH && isInGroup(new BigInteger(1, candidate));
  }

  public static boolean isInGroup(BigInteger scalar) {
    return scalar.signum() > 0 && scalar.compareTo(DOMAIN.getN()) < 0;
  }

  /** Whether s is the smaller of the two values, s and n - s, that fit one r. */
  public static boolean isLow(BigInteger s) {
    return s.compareTo(HALF_ORDER) <= 0;
  }

  public static byte[] sha256(byte[] message) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(message);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK lacks SHA-256", e);
    }
  }
}
