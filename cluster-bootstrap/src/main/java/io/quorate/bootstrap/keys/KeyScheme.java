package io.quorate.bootstrap.keys;

import io.quorate.engine.model.Bytes;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.sec.SECNamedCurves;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;

/** Kinds of identity keys; a secret has 32 octets in each. */
public enum KeyScheme {
  /** RFC 8032; a public key has 32 octets. */
  ED25519("ed25519", 1),

  /** FIPS 186-4; a public key is a compressed point of 33 octets. */
  ECDSA_P256("ecdsa-p256", 2);

  /** Octets in a secret. */
  public static final int SECRET_LENGTH = 32;

  private final String text;
  private final int code;

  KeyScheme(String text, int code) {
    this.text = text;
    this.code = code;
  }

  public static Optional<KeyScheme> named(String text) {
    return Arrays.stream(values()).filter(scheme -> scheme.text.equals(text)).findFirst();
  }

  public static Optional<KeyScheme> coded(int code) {
    return Arrays.stream(values()).filter(scheme -> scheme.code == code).findFirst();
  }

  /** As files say it. */
  public String text() {
    return text;
  }

  /** As the genesis record says it. */
  public int code() {
    return code;
  }

  byte[] newSecret(SecureRandom random) {
    var secret = new byte[SECRET_LENGTH];
    do {
      random.nextBytes(secret);
    } while (!isSecret(secret));
    return secret;
  }

  boolean isSecret(byte[] secret) {
    if (secret.length != SECRET_LENGTH || this == ED25519) {
      return secret.length == SECRET_LENGTH;
    }
    var scalar = new BigInteger(1, secret);
    return scalar.signum() > 0 && scalar.compareTo(p256().getN()) < 0;
  }

  AsymmetricKeyParameter privateKey(byte[] secret) {
    return this == ED25519
        ? new Ed25519PrivateKeyParameters(secret, 0)
        : new ECPrivateKeyParameters(new BigInteger(1, secret), domain());
  }

  Bytes publicKey(byte[] secret) {
    return this == ED25519
        ? Bytes.wrap(new Ed25519PrivateKeyParameters(secret, 0).generatePublicKey().getEncoded())
        : Bytes.wrap(p256().getG().multiply(new BigInteger(1, secret)).getEncoded(true));
  }

  /** The public key that these octets encode, if they encode one. */
  public Optional<AsymmetricKeyParameter> publicKey(Bytes encoded) {
    if (encoded.length() != (this == ED25519 ? 32 : 33)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          this == ED25519
              ? new Ed25519PublicKeyParameters(encoded.toArray(), 0)
              : new ECPublicKeyParameters(
                  p256().getCurve().decodePoint(encoded.toArray()), domain()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static X9ECParameters p256() {
    return SECNamedCurves.getByName("secp256r1");
  }

  private static ECNamedDomainParameters domain() {
    return new ECNamedDomainParameters(X9ObjectIdentifiers.prime256v1, p256());
  }
}
