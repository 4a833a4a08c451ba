package io.quorate.bootstrap.keys;

import io.quorate.engine.crypto.Signer;
import io.quorate.engine.crypto.VerificationKey;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Signs Ed25519 as another signer does and with the same octets; who signs much goes over to {@link
 * NativeEd25519} if it is there.
 */
final class AcceleratedSigner implements Signer {

  /** Signatures after which loading native code pays; a command of a user makes a few. */
  static final int MANY = 1_000;

  private final Signer ordinary;
  private final byte[] seed;
  private final AtomicInteger made = new AtomicInteger();
  private volatile Optional<NativeEd25519> faster = Optional.empty();

  AcceleratedSigner(Signer ordinary, byte[] seed) {
    this.ordinary = ordinary;
    this.seed = seed.clone();
  }

  @Override
  public VerificationKey key() {
    return ordinary.key();
  }

  @Override
  public byte[] sign(byte[] message) {
    var found = faster;
    if (found.isPresent()) {
      try {
        return found.get().sign(message);
      } catch (GeneralSecurityException e) {
        faster = Optional.empty();
      }
    }
    var signature = ordinary.sign(message);
    if (made.incrementAndGet() == MANY) {
      load(message, signature);
    }
    return signature;
  }

  boolean isNative() {
    return faster.isPresent();
  }

  /** Goes over to native code if it signs alike; loading takes up to a second. */
  private void load(byte[] probe, byte[] expected) {
    var loading =
        new Thread(
            () -> faster = NativeEd25519.load(seed, probe, expected), "quorate-native-signing");
    loading.setDaemon(true);
    loading.start();
  }

  @Override
  public String toString() {
    return ordinary.toString();
  }
}
