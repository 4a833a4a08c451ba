package io.quorate.engine.crypto.ed25519;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The two hashes needed here, from the JDK, whose versions use the processor's instructions. */
final class Digests {

  private Digests() {}

  static MessageDigest sha256() {
    return of("SHA-256");
  }

  static MessageDigest sha512() {
    return of("SHA-512");
  }

  private static MessageDigest of(String name) {
    try {
      return MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK lacks " + name, e);
    }
  }
}
