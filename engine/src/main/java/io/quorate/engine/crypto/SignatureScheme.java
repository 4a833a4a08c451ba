package io.quorate.engine.crypto;

import io.quorate.engine.crypto.p256.EcdsaP256;
import io.quorate.engine.model.PublicKey;
import java.security.SecureRandom;

/**
 * The signature schemes a group may choose, and how to make their keys.
 *
 * <p>The code stands on the wire and the name in configuration files: neither may change its
 * meaning.
 */
public enum SignatureScheme {

  /** RFC 8032 with the accept rule of {@link io.quorate.engine.crypto.ed25519.SignatureClaim}. */
  ED25519(1, "ed25519") {
    @Override
    public Signer signer(byte[] secret) {
      return new Ed25519Signer(secret);
    }

    @Override
    public VerificationKey key(byte[] encoded) {
      return new Ed25519Key(encoded);
    }

    @Override
    boolean isSecret(byte[] candidate) {
      return true;
    }
  },

  /** ECDSA over P-256 with SHA-256; the accept rule is that of {@link EcdsaP256Key}. */
  ECDSA_P256(2, "ecdsa-p256") {
    @Override
    public Signer signer(byte[] secret) {
      return new EcdsaP256Signer(secret);
    }

    @Override
    public VerificationKey key(byte[] encoded) {
      return new EcdsaP256Key(encoded);
    }

    @Override
    boolean isSecret(byte[] candidate) {
      return EcdsaP256.isSecret(candidate);
    }
  };

  /** Octets of a secret in either scheme. */
  public static final int SECRET_LENGTH = 32;

  private static final int SIGNATURE_LENGTH = 64;

  private final byte code;
  private final String schemeName;

  SignatureScheme(int code, String schemeName) {
    this.code = (byte) code;
    this.schemeName = schemeName;
  }

  /**
   * A signer that holds the secret in memory: the seed of RFC 8032, section 5.1.5, or the big
   * endian scalar of P-256.
   *
   * @throws IllegalArgumentException unless it has 32 octets and, for P-256, is in [1, n)
   */
  public abstract Signer signer(byte[] secret);

  /**
   * Reads a public key: 32 octets for Ed25519, the 33 of a compressed point (SEC 1, section 2.3.3)
   * for P-256.
   *
   * @throws IllegalArgumentException with the reason, if it is no canonical encoding of a point of
   *     the curve, or one of small order
   */
  public abstract VerificationKey key(byte[] encoded);

  /**
   * Reads a public key as genesis records and certificates have it.
   *
   * @throws IllegalArgumentException with the reason, if it is none of its scheme's
   */
  public static VerificationKey keyOf(PublicKey key) {
    return ofCode(key.scheme()).key(key.encoded().toArray());
  }

  /** Draws a secret for {@link #signer}, uniformly. */
  public byte[] newSecret(SecureRandom random) {
    var secret = new byte[SECRET_LENGTH];
    do {
      random.nextBytes(secret);
    } while (!isSecret(secret));
    return secret;
  }

  abstract boolean isSecret(byte[] candidate);

  /** Octets of a signature: 64 in both schemes, for P-256 r and s in 32 each, big endian. */
  public int signatureLength() {
    return SIGNATURE_LENGTH;
  }

  /** The octet that names the scheme on the wire. */
  public byte code() {
    return code;
  }

  /** The name in configuration files. */
  public String schemeName() {
    return schemeName;
  }

  /**
   * The scheme of a {@link #code}.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static SignatureScheme ofCode(int code) {
    for (var scheme : values()) {
      if (scheme.code == code) {
        return scheme;
      }
    }
    throw new IllegalArgumentException("no signature scheme has the code " + code);
  }

  /**
   * The scheme of a {@link #schemeName}.
   *
   * @throws IllegalArgumentException if there is none; names are lower case
   */
  public static SignatureScheme ofName(String name) {
    for (var scheme : values()) {
      if (scheme.schemeName.equals(name)) {
        return scheme;
      }
    }
    throw new IllegalArgumentException("must be ed25519 or ecdsa-p256, not " + name);
  }
}
