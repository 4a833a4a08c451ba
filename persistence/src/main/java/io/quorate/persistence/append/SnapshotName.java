package io.quorate.persistence.append;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a snapshot's file name tells: {@code owner~sequence~timestamp.snapshot}.
 *
 * @param owner the persistence id, percent-encoded; a long one is cut and its SHA-256 appended
 */
record SnapshotName(String owner, long sequence, long timestamp) {
  private static final Pattern FORM = Pattern.compile("(.+)~(\\d+)~(\\d+)\\.snapshot");
  private static final int LONGEST = 128;
  private static final int KEPT = 60;

  static SnapshotName of(String persistenceId, long sequence, long timestamp) {
    return new SnapshotName(ownerOf(persistenceId), sequence, timestamp);
  }

  static Optional<SnapshotName> parse(Path file) {
    var form = FORM.matcher(file.getFileName().toString());
    return form.matches()
        ? Optional.of(
            new SnapshotName(
                form.group(1), Long.parseLong(form.group(2)), Long.parseLong(form.group(3))))
        : Optional.empty();
  }

  static String ownerOf(String persistenceId) {
    var encoded = URLEncoder.encode(persistenceId, StandardCharsets.UTF_8).replace("~", "%7E");
    if (encoded.length() <= LONGEST) {
      return encoded;
    }
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      byte[] id = persistenceId.getBytes(StandardCharsets.UTF_8);
      return encoded.substring(0, KEPT) + "~" + HexFormat.of().formatHex(digest.digest(id));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  String fileName() {
    return owner + "~" + sequence + "~" + timestamp + ".snapshot";
  }
}
