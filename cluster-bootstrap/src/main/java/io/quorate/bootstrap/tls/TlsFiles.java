package io.quorate.bootstrap.tls;

import io.quorate.bootstrap.keys.PrivateFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/** A credential as two PEM files: {@code tls.key} (PKCS #8, mode 0600) and {@code tls.crt}. */
public final class TlsFiles {

  public static final String KEY = "tls.key";
  public static final String CERTIFICATE = "tls.crt";

  private static final int MAX_LENGTH = 16_384;
  private static final Base64.Encoder BASE64 = Base64.getMimeEncoder(64, new byte[] {'\n'});

  private TlsFiles() {}

  /** Writes both files anew; existing ones are left alone and named in the exception. */
  public static void create(Path directory, TlsCredential credential) throws IOException {
    try {
      var certificate = pem("CERTIFICATE", credential.certificate().getEncoded());
      var key = pem("PRIVATE KEY", credential.key().getEncoded());
      PrivateFile.create(directory.resolve(KEY), key.getBytes(StandardCharsets.US_ASCII));
      Files.writeString(directory.resolve(CERTIFICATE), certificate, StandardOpenOption.CREATE_NEW);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a certificate has bytes", e);
    }
  }

  /**
   * The credential in the directory.
   *
   * @throws IOException with a message for the operator when there is none
   */
  public static TlsCredential read(Path directory) throws IOException {
    var keyFile = directory.resolve(KEY);
    try {
      var key = new String(PrivateFile.read(keyFile, MAX_LENGTH), StandardCharsets.US_ASCII);
      var certificate = Files.readString(directory.resolve(CERTIFICATE));
      return new TlsCredential(
          KeyFactory.getInstance("EC")
              .generatePrivate(new PKCS8EncodedKeySpec(octets("PRIVATE KEY", key))),
          TlsCredential.parse(octets("CERTIFICATE", certificate)));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException(
          "no TLS key and certificate in " + directory + ": " + e.getMessage(), e);
    }
  }

  private static String pem(String kind, byte[] octets) {
    return String.format(
        "-----BEGIN %s-----%n%s%n-----END %s-----%n", kind, BASE64.encodeToString(octets), kind);
  }

  private static byte[] octets(String kind, String pem) {
    var text = pem.strip();
    var begin = "-----BEGIN " + kind + "-----";
    var end = "-----END " + kind + "-----";
    if (!text.startsWith(begin) || !text.endsWith(end)) {
      throw new IllegalArgumentException("no " + kind + " in PEM");
    }
    return Base64.getMimeDecoder()
        .decode(text.substring(begin.length(), text.length() - end.length()));
  }
}
