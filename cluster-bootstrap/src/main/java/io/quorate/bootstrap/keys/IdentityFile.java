package io.quorate.bootstrap.keys;

import io.quorate.engine.crypto.SignatureScheme;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;

/**
 * An identity key as text of three lines, in a {@link PrivateFile}:
 *
 * <pre>
 * -----BEGIN QUORATE ED25519 SECRET-----
 * base64 of the 32 secret octets
 * -----END QUORATE ED25519 SECRET-----
 * </pre>
 */
public final class IdentityFile {

  private static final int MAX_LENGTH = 4_096;
  private static final String BEGIN = "-----BEGIN QUORATE %s SECRET-----";
  private static final String END = "-----END QUORATE %s SECRET-----";

  private IdentityFile() {}

  /** Writes the key to a new file. */
  public static void create(Path file, IdentityKey key) throws IOException {
    var name = key.scheme().name();
    var text =
        String.join(
            "\n",
            String.format(BEGIN, name),
            Base64.getEncoder().encodeToString(key.secret()),
            String.format(END, name),
            "");
    PrivateFile.create(file, text.getBytes(StandardCharsets.US_ASCII));
  }

  /**
   * The key in the file.
   *
   * @throws IOException with a message for the operator when there is none
   */
  public static IdentityKey read(Path file) throws IOException {
    byte[] octets;
    try {
      octets = PrivateFile.read(file, MAX_LENGTH);
    } catch (NoSuchFileException e) {
      throw new IOException("there is no key in " + file, e);
    }
    var lines = new String(octets, StandardCharsets.US_ASCII).strip().lines().toList();
    for (var scheme : SignatureScheme.values()) {
      if (lines.size() == 3
          && lines.get(0).equals(String.format(BEGIN, scheme.name()))
          && lines.get(2).equals(String.format(END, scheme.name()))) {
        return decode(file, scheme, lines.get(1));
      }
    }
    throw new IOException(file + " holds no identity key");
  }

  private static IdentityKey decode(Path file, SignatureScheme scheme, String base64)
      throws IOException {
    try {
      return IdentityKey.of(scheme, Base64.getDecoder().decode(base64.strip()));
    } catch (IllegalArgumentException e) {
      throw new IOException(file + " holds no " + scheme.schemeName() + " key", e);
    }
  }
}
