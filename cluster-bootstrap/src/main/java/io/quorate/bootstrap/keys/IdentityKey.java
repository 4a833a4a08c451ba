package io.quorate.bootstrap.keys;

import io.quorate.engine.crypto.SignatureScheme;
import io.quorate.engine.crypto.Signer;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.PublicKey;
import java.security.SecureRandom;

/** What a replica or client is known by: the secret half of a key that the committee lists. */
public final class IdentityKey {

  private final SignatureScheme scheme;
  private final byte[] secret;
  private final Signer signer;

  private IdentityKey(SignatureScheme scheme, byte[] secret) {
    this.scheme = scheme;
    this.secret = secret;
    var ordinary = scheme.signer(secret);
    this.signer =
        scheme == SignatureScheme.ED25519 ? new AcceleratedSigner(ordinary, secret) : ordinary;
  }

  public static IdentityKey create(SignatureScheme scheme, SecureRandom random) {
    return new IdentityKey(scheme, scheme.newSecret(random));
  }

  /**
   * The key with this secret.
   *
   * @throws IllegalArgumentException when no key of the scheme has it
   */
  public static IdentityKey of(SignatureScheme scheme, byte[] secret) {
    return new IdentityKey(scheme, secret.clone());
  }

  public SignatureScheme scheme() {
    return scheme;
  }

  /** The public half, as the committee lists it. */
  public PublicKey publicKey() {
    return new PublicKey(scheme.code(), Bytes.wrap(signer.key().encoded()));
  }

  /** Signs as this replica or client, in votes and certificates alike. */
  public Signer signer() {
    return signer;
  }

  /** The 32 octets that the key's file holds. */
  byte[] secret() {
    return secret.clone();
  }

  @Override
  public String toString() {
    return scheme.schemeName() + " key";
  }
}
