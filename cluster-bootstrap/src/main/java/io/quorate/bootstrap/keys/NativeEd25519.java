package io.quorate.bootstrap.keys;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Signs by RFC 8032 with native code, where there is any: it takes half of Bouncy Castle's time and
 * none of the compiler's.
 */
final class NativeEd25519 {

  private static final String ALGORITHM = "Ed25519";

  /** RFC 8410, section 7: a PrivateKeyInfo up to the seed. */
  private static final byte[] PREFIX = HexFormat.of().parseHex("302e020100300506032b657004220420");

  private final Provider provider;
  private final PrivateKey key;

  private NativeEd25519(Provider provider, PrivateKey key) {
    this.provider = provider;
    this.key = key;
  }

  /**
   * Empty if {@link NativeProvider} is, or signs {@code probe} with other octets than {@code
   * expected}.
   */
  static Optional<NativeEd25519> load(byte[] seed, byte[] probe, byte[] expected) {
    try {
      var provider = NativeProvider.get();
      if (provider.isEmpty()) {
        return Optional.empty();
      }
      var loaded = new NativeEd25519(provider.get(), keyOf(seed));
      return Arrays.equals(loaded.sign(probe), expected) ? Optional.of(loaded) : Optional.empty();
    } catch (GeneralSecurityException | RuntimeException | LinkageError e) {
      return Optional.empty();
    }
  }

  private static PrivateKey keyOf(byte[] seed) throws GeneralSecurityException {
    byte[] encoded = Arrays.copyOf(PREFIX, PREFIX.length + seed.length);
    System.arraycopy(seed, 0, encoded, PREFIX.length, seed.length);
    return KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(encoded));
  }

  /** Safe from many threads at once. */
  byte[] sign(byte[] message) throws GeneralSecurityException {
    var signature = Signature.getInstance(ALGORITHM, provider);
    signature.initSign(key);
    signature.update(message);
    return signature.sign();
  }
}
