package io.quorate.bootstrap.keys;

import io.quorate.engine.model.PublicKey;
import java.security.SecureRandom;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;

/** What a replica or client is known by: the secret half of a key that the committee lists. */
public final class IdentityKey {

  private final KeyScheme scheme;
  private final byte[] secret;

  private IdentityKey(KeyScheme scheme, byte[] secret) {
    this.scheme = scheme;
    this.secret = secret;
  }

  public static IdentityKey create(KeyScheme scheme, SecureRandom random) {
    return new IdentityKey(scheme, scheme.newSecret(random));
  }

  /**
   * The key with this secret.
   *
   * @throws IllegalArgumentException when no key of the scheme has it
   */
  public static IdentityKey of(KeyScheme scheme, byte[] secret) {
    if (!scheme.isSecret(secret)) {
      throw new IllegalArgumentException("no " + scheme.text() + " key has this secret");
    }
    return new IdentityKey(scheme, secret.clone());
  }

  public KeyScheme scheme() {
    return scheme;
  }

  /** The public half, as the committee lists it. */
  public PublicKey publicKey() {
    return new PublicKey(scheme.code(), scheme.publicKey(secret));
  }

  /** A copy of the 32 secret octets, for whoever signs with them. */
  public byte[] secret() {
    return secret.clone();
  }

  /** The secret as certificates are signed with it. */
  public AsymmetricKeyParameter privateKey() {
    return scheme.privateKey(secret);
  }

  @Override
  public String toString() {
    return scheme.text() + " key";
  }
}
