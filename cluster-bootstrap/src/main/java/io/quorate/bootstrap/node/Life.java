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
 */
record Life(long incarnation, boolean lost) {

  private static final String FILE = "life";
  private static final String JOURNAL = "journal";
  private static final Pattern TEXT = Pattern.compile("incarnation ([0-9]{1,18}) (whole|lost)");

  static Life founded() {
    return new Life(0, false);
  }

  /** Begins the next life; it is on disk when this returns. */
  static Life next(Path directory) throws IOException {
    var file = directory.resolve(FILE);
    var found =
        Files.exists(file)
            ? TEXT.matcher(new String(Files.readAllBytes(file), US_ASCII).strip())
            : TEXT.matcher("");
    boolean known = found.matches();
    long before = known ? Long.parseLong(found.group(1)) : 0;
    boolean lost =
        !known
            || found.group(2).equals("lost")
            || (before > 0 && !Files.exists(directory.resolve(JOURNAL)));
    var life = new Life(Math.max(before + 1, known ? 0 : System.currentTimeMillis()), lost);
    life.write(directory);
    return life;
  }

  void write(Path directory) throws IOException {
    var fresh = directory.resolve(FILE + ".new");
    try (var channel =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      var text = "incarnation " + incarnation + (lost ? " lost" : " whole") + "\n";
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
