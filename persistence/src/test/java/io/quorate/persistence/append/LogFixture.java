package io.quorate.persistence.append;

import io.quorate.persistence.append.disk.FileDisk;
import io.quorate.persistence.append.disk.LogSettings;
import io.quorate.persistence.append.segment.SegmentHead;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the log's tests say again and again. */
final class LogFixture {
  static final int SEGMENT = 64 * 1024;

  /** Beside the log for its users; here with it, so that a test leaves nothing behind. */
  static final String MARK = "mark";

  private LogFixture() {}

  static LogSettings settings(Path directory) {
    return settings(directory, Optional.empty());
  }

  static LogSettings settings(Path directory, Optional<Path> witness) {
    return new LogSettings(
        directory, directory.resolve(MARK), witness, "me", SEGMENT, 2, 64L << 20);
  }

  static AppendLog open(Path directory) throws IOException {
    return AppendLog.open(settings(directory));
  }

  static Entry entry(String id, long first, String... texts) {
    var events = new ArrayList<Event>();
    for (var text : texts) {
      int half = text.length() / 2;
      events.add(new Event(octets(text.substring(0, half)), octets(text.substring(half))));
    }
    return new Entry(id, first, events);
  }

  static void write(AppendLog log, String id, long first, String... texts) {
    log.append(entry(id, first, texts)).join();
  }

  static ByteBuffer octets(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  /** All events as {@code number:text}. */
  static List<String> read(AppendLog log, String id) throws IOException {
    return read(log, id, 1, Long.MAX_VALUE, Long.MAX_VALUE);
  }

  static List<String> read(AppendLog log, String id, long from, long to, long max)
      throws IOException {
    var events = new ArrayList<String>();
    log.replay(
        id,
        from,
        to,
        max,
        (number, octets) -> events.add(number + ":" + StandardCharsets.UTF_8.decode(octets)));
    return events;
  }

  /**
   * The files as the end of the process at this moment would leave them. A spare file that gets its
   * name meanwhile is left out: the process may have ended before it was made.
   */
  static Path killed(Path directory, Path copy) throws IOException {
    Files.createDirectories(copy);
    try (var files = Files.list(directory)) {
      for (var file : files.toList()) {
        if (!file.endsWith("lock")) {
          copyIfThere(file, copy.resolve(file.getFileName()));
        }
      }
    }
    return copy;
  }

  private static void copyIfThere(Path file, Path copy) throws IOException {
    try {
      Files.copy(file, copy);
    } catch (NoSuchFileException e) {
      if (!file.getFileName().toString().endsWith(".tmp")) {
        throw e;
      }
    }
  }

  /** The files as a power failure at this moment may leave them: the mark lags behind. */
  static Path crash(Path directory, Path copy) throws IOException {
    killed(directory, copy);
    var before = new HighWater.Level(1, SegmentHead.SIZE, HighWater.Level.ownerOf("me"), "");
    HighWater.begin(new FileDisk(), copy.resolve(MARK), before).close();
    return copy;
  }

  static List<Path> segments(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".log")).sorted().toList();
    }
  }

  static Path last(Path directory) throws IOException {
    var all = segments(directory);
    return all.get(all.size() - 1);
  }

  static void patch(Path file, int offset, byte[] with) throws IOException {
    byte[] octets = Files.readAllBytes(file);
    System.arraycopy(with, 0, octets, offset, with.length);
    Files.write(file, octets);
  }

  /** Changes one octet; twice leaves it as it was. */
  static void flip(Path file, int at) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      var octet = ByteBuffer.allocate(1);
      channel.read(octet, at);
      octet.put(0, (byte) (octet.get(0) ^ 0x10));
      channel.write(octet.flip(), at);
    }
  }

  /** Where the record that holds the text begins; the text must be in one part of its event. */
  static int indexOf(Path file, String text) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).indexOf(text);
  }
}
