package io.quorate.bootstrap.keys;

import java.security.Provider;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * Amazon's Corretto provider: native code, made for one kind of machine. It is never asked to
 * verify signatures, for its accept rules are not ours.
 */
public final class NativeProvider {

  private static final String NAME =
      "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider";

  private NativeProvider() {}

  /** Loaded once, by whoever asks first. */
  private static final class Holder {
    static final Optional<Provider> FOUND = find();
  }

  /**
   * Empty where it is not on the class path or does not run. The first call takes up to a second:
   * the provider tests itself.
   */
  public static Optional<Provider> get() {
    return Holder.FOUND;
  }

  private static Optional<Provider> find() {
    try {
      return ServiceLoader.load(Provider.class).stream()
          .filter(found -> found.type().getName().equals(NAME))
          .findFirst()
          .map(ServiceLoader.Provider::get);
    } catch (RuntimeException | LinkageError e) {
      return Optional.empty();
    }
  }
}
