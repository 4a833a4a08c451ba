package io.quorate.bootstrap.node;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Pattern;

/**
 * How often a replica was started on its data, and whether the data is all there. Votes are on that
 * disk: whoever starts from nothing though it was not founded just now has lost them, and may
 * follow the group but never vote again under its identity.
 *
 * @param incarnation counts the starts; 0 when founded
 * @param lost data of a former life is gone; stays so
 * @param journal where votes are kept, as the settings name it; empty before the first start
 */
record Life(long incarnation, boolean lost, String journal) {

  private static final String FILE = "life";

  /** The kind of journal whose files are in the data directory. */
  static final String EMBEDDED = "embedded";

  private static final String JOURNAL = "journal";
  private static final Pattern TEXT =
      Pattern.compile("incarnation ([0-9]{1,18}) (whole|lost)( in ([a-z]+))?");

  static Life founded() {
    return new Life(0, false, "");
  }

  /**
   * Begins the next life; it is on disk when this returns.
   *
   * @param journal where votes are kept from now on; votes in another one are as good as lost
   */
  static Life next(Path directory, String journal) throws IOException {
    var file = directory.resolve(FILE);
    var found =
        Files.exists(file)
            ? TEXT.matcher(new String(Files.readAllBytes(file), US_ASCII).strip())
            : TEXT.matcher("");
    if (!found.matches()) {
      return new Life(System.currentTimeMillis(), true, journal).written(directory);
    }
    long before = Long.parseLong(found.group(1));
    boolean moved = before > 0 && !journal.equals(found.group(4));
    boolean gone =
        before > 0 && journal.equals(EMBEDDED) && !Files.exists(directory.resolve(JOURNAL));
    boolean lost = found.group(2).equals("lost") || moved || gone;
    return new Life(before + 1, lost, journal).written(directory);
  }

  private Life written(Path directory) throws IOException {
    write(directory);
    return this;
  }

  void write(Path directory) throws IOException {
    var fresh = directory.resolve(FILE + ".new");
    try (var channel =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      var text = "incarnation " + incarnation + (lost ? " lost" : " whole");
      text += (journal.isEmpty() ? "" : " in " + journal) + "\n";
      channel.write(java.nio.ByteBuffer.wrap(text.getBytes(US_ASCII)));
      channel.force(true);
    }
    Files.move(
        fresh,
        directory.resolve(FILE),
        java.nio.file.StandardCopyOption.ATOMIC_MOVE,
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }
}
