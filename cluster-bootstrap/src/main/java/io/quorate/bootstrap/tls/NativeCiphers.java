package io.quorate.bootstrap.tls;

import io.quorate.bootstrap.keys.NativeProvider;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Security;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-GCM in native code, and nothing else of the provider that has it. The JDK's TLS takes its
 * ciphers from the first provider that offers them, so this one is put first, for the whole
 * process: who embeds Quorate decides about their own.
 */
public final class NativeCiphers extends Provider {

  /** What it is called among the JVM's providers. */
  public static final String NAME = "QuorateCiphers";

  private static final long serialVersionUID = 1L;
  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final String KIND = "Cipher";
  private static final int TAG_BITS = 128;
  private static final int NONCE = 12;
  private static final int PROBE = 1_000;

  private NativeCiphers(Service offered) {
    super(NAME, "1", "AES-GCM in native code");
    putService(
        new Service(this, KIND, CIPHER, offered.getClassName(), null, null) {
          @Override
          public Object newInstance(Object parameter) throws NoSuchAlgorithmException {
            return offered.newInstance(parameter);
          }
        });
  }

  /**
   * Prefers native code for connections that begin later, where there is any that seals a probe as
   * the JDK does; else nothing changes. Takes up to a second the first time.
   *
   * @return whether it is preferred now
   */
  public static synchronized boolean prefer() {
    if (Security.getProvider(NAME) != null) {
      return true;
    }
    return NativeProvider.get()
        .map(provider -> provider.getService(KIND, CIPHER))
        .map(NativeCiphers::new)
        .filter(NativeCiphers::sealsAsTheJdkDoes)
        .map(found -> Security.insertProviderAt(found, 1) > 0)
        .orElse(false);
  }

  private static boolean sealsAsTheJdkDoes(NativeCiphers found) {
    try {
      return Arrays.equals(
          seal(Cipher.getInstance(CIPHER)), seal(Cipher.getInstance(CIPHER, found)));
    } catch (GeneralSecurityException | RuntimeException | LinkageError e) {
      return false;
    }
  }

  private static byte[] seal(Cipher cipher) throws GeneralSecurityException {
    var key = new SecretKeySpec(new byte[Long.BYTES * 2], "AES");
    cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, new byte[NONCE]));
    cipher.updateAAD(new byte[] {1});
    return cipher.doFinal(new byte[PROBE]);
  }
}
