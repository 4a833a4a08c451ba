package io.quorate.persistence.append.disk;

import com.typesafe.config.Config;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the log is and how large its parts are; each key is explained in {@code reference.conf}.
 *
 * @param mark the file that says how far the log went; not in the log's directory
 * @param witness the same, on another place than all of the data; may be lost without harm
 * @param segmentSize octets of a segment file
 * @param spareSegments files kept for use again
 * @param queueSize octets that may wait for the disk
 */
public record LogSettings(
    Path directory,
    Path mark,
    Optional<Path> witness,
    String identity,
    int segmentSize,
    int spareSegments,
    long queueSize) {
  private static final int MIN_SEGMENT = 64 * 1024;
  private static final int MAX_SEGMENT = 1024 * 1024 * 1024;
  private static final int MAX_IDENTITY = 2048;

  public LogSettings {
    require(
        segmentSize >= MIN_SEGMENT && segmentSize <= MAX_SEGMENT && segmentSize % 4096 == 0,
        "segment-size must be a multiple of 4 KiB from 64 KiB to 1 GiB");
    require(spareSegments >= 0, "spare-segments must not be negative");
    require(queueSize > 0, "queue-size must be positive");
    require(
        identity.getBytes(StandardCharsets.UTF_8).length <= MAX_IDENTITY,
        "identity must not exceed 2048 bytes");
  }

  /**
   * Reads them where the embedded journal's are.
   *
   * @param root resolved, with the module's {@code reference.conf}
   */
  public static LogSettings embedded(Config root) {
    return from(root, root.getConfig("quorate.persistence.append.journal"));
  }

  /**
   * Reads the settings of one journal.
   *
   * @param root all settings, for the identity of the journal
   * @param section the plugin's own, {@code quorate.persistence.append.journal}
   */
  public static LogSettings from(Config root, Config section) {
    var directory = Path.of(section.getString("directory")).toAbsolutePath();
    return new LogSettings(
        directory,
        directory.resolveSibling(directory.getFileName() + ".mark"),
        Optional.of(section.getString("witness")).filter(path -> !path.isEmpty()).map(Path::of),
        root.getString("quorate.persistence.append.identity"),
        Math.toIntExact(section.getBytes("segment-size")),
        section.getInt("spare-segments"),
        section.getBytes("queue-size"));
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException("quorate.persistence.append.journal: " + otherwise);
    }
  }
}
