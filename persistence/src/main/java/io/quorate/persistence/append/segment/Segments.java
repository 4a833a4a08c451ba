package io.quorate.persistence.append.segment;

import io.quorate.engine.model.Bounded;
import io.quorate.persistence.PersistenceBuffers;
import io.quorate.persistence.append.disk.Disk;
import io.quorate.persistence.append.disk.LogSettings;
import io.quorate.persistence.append.error.NoRoom;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The files of the log. A file is filled with zeros before its first use, on a thread of its own
 * while the segment before it fills, so that a force writes no metadata; a segment no longer needed
 * becomes a spare and keeps its old octets, which its next salt makes meaningless. Apart from that
 * thread, used by the writer's only.
 *
 * <p>Where there is no room for the next file, that thread waits for it and says so, and the writer
 * waits with it once the segment in hand is full: until then there is what is left of it.
 */
public final class Segments implements Closeable {
  private static final String SUFFIX = ".log";
  private static final int CHUNK = 1024 * 1024;

  private static final int RETRY_MILLIS = 500;

  private final LogSettings settings;
  private final Disk disk;
  private final Consumer<String> shortage;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final SecureRandom random = new SecureRandom();

  @Bounded(by = PersistenceBuffers.EVENTS)
  private final Deque<Path> spares = new ArrayDeque<>();

  private final ExecutorService filler = Executors.newSingleThreadExecutor(Segments::thread);
  private Future<Path> ahead;
  private long lastNumber;
  private long lastSpare;

  /**
   * @param shortage told what is short, and an empty text when it is no more; on any thread
   */
  public Segments(LogSettings settings, Disk disk, Consumer<String> shortage) {
    this.settings = settings;
    this.disk = disk;
    this.shortage = shortage;
  }

  private static Thread thread(Runnable task) {
    var thread = new Thread(task, "quorate-log-filler");
    thread.setDaemon(true);
    return thread;
  }

  /** The segments of the log in order; unfinished files are removed, spares remembered. */
  public List<Path> list() throws IOException {
    var names = disk.list(settings.directory());
    for (var file : names) {
      var name = file.getFileName().toString();
      if (name.endsWith(".tmp")) {
        disk.delete(file);
      } else if (name.startsWith("spare-")) {
        lastSpare = Math.max(lastSpare, Long.parseLong(name.substring("spare-".length())));
        keepOrDelete(file);
      }
    }
    var logs = names.stream().filter(file -> file.toString().endsWith(SUFFIX)).toList();
    if (!logs.isEmpty()) {
      lastNumber = numberOf(logs.get(logs.size() - 1));
    }
    return logs;
  }

  private void keepOrDelete(Path file) throws IOException {
    long size;
    try (var opened = disk.readOnly(file)) {
      size = opened.size();
    }
    if (size == settings.segmentSize() && spares.size() < settings.spareSegments()) {
      spares.add(file);
    } else {
      disk.delete(file);
    }
  }

  public static long numberOf(Path file) {
    var name = file.getFileName().toString();
    return Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
  }

  public static String nameOf(long number) {
    return String.format("%016d%s", number, SUFFIX);
  }

  /** What was lost had numbers up to here. */
  public void skipTo(long number) {
    lastNumber = Math.max(lastNumber, number);
  }

  /** A new, durable, empty segment behind all others, as soon as there is room for it. */
  public Segment create() throws IOException {
    return create(takeSpare());
  }

  /**
   * The same, at once.
   *
   * @throws NoRoom when there is none for it
   */
  public Segment createAtOnce() throws IOException {
    return create(spares.isEmpty() ? fill() : spares.remove());
  }

  private Segment create(Path spare) throws IOException {
    long number = lastNumber + 1;
    var head =
        new SegmentHead(number, random.nextLong(), settings.segmentSize(), settings.identity());
    try (var opened = disk.readWrite(spare)) {
      opened.write(head.encode(), 0);
      opened.write(ByteBuffer.allocate(RecordHeader.SIZE), SegmentHead.SIZE);
      opened.force();
    }
    var file = settings.directory().resolve(nameOf(number));
    disk.move(spare, file);
    disk.forceDirectory(settings.directory());
    lastNumber = number;
    return new Segment(file, head);
  }

  public Disk.OpenFile open(Segment segment) throws IOException {
    return disk.readWrite(segment.file());
  }

  /** Starts to prepare a file if none is ready. */
  public void prepare() {
    if (spares.isEmpty() && ahead == null) {
      ahead = filler.submit(this::fillWhenThereIsRoom);
    }
  }

  public void recycle(Segment segment) throws IOException {
    boolean fits = segment.head().size() == settings.segmentSize();
    if (fits && spares.size() < settings.spareSegments()) {
      var spare = spareName("");
      disk.move(segment.file(), spare);
      spares.add(spare);
    } else {
      disk.delete(segment.file());
    }
    disk.forceDirectory(settings.directory());
  }

  private Path takeSpare() throws IOException {
    if (!spares.isEmpty()) {
      return spares.remove();
    }
    if (ahead == null) {
      prepare();
    }
    try {
      return ahead.get();
    } catch (ExecutionException | CancellationException e) {
      if (e.getCause() instanceof NoRoom none) {
        throw none;
      }
      return fill(); // what kept the other thread from it shows here, or has passed
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while a segment was prepared", e);
    } finally {
      ahead = null;
    }
  }

  private synchronized Path spareName(String suffix) {
    lastSpare++;
    return settings.directory().resolve(String.format("spare-%016d%s", lastSpare, suffix));
  }

  private Path fillWhenThereIsRoom() throws IOException, InterruptedException {
    while (true) {
      try {
        var filled = fill();
        shortage.accept("");
        return filled;
      } catch (NoRoom none) {
        shortage.accept(none.getMessage());
        if (closing.await(RETRY_MILLIS, TimeUnit.MILLISECONDS)) {
          throw none;
        }
      }
    }
  }

  private Path fill() throws IOException {
    requireRoom();
    var unfinished = spareName(".tmp");
    try (var opened = disk.readWrite(unfinished)) {
      zero(opened, 0, settings.segmentSize());
      opened.forceAll();
    } catch (IOException e) {
      discard(unfinished, e);
      requireRoom();
      throw e;
    }
    var spare = spareName("");
    disk.move(unfinished, spare);
    return spare;
  }

  private void requireRoom() throws IOException {
    long free = disk.free(settings.directory());
    if (free < settings.segmentSize()) {
      throw new NoRoom(settings.directory(), settings.segmentSize(), free);
    }
  }

  /** Waits no longer for room: who waits for a segment hears that there is none. */
  public void giveUpWaiting() {
    closing.countDown();
  }

  private void discard(Path unfinished, IOException why) {
    try {
      disk.delete(unfinished);
    } catch (IOException | UncheckedIOException e) {
      why.addSuppressed(e);
    }
  }

  public static void zero(Disk.OpenFile opened, int from, int to) throws IOException {
    var zeros = ByteBuffer.allocateDirect(Math.min(CHUNK, to - from));
    for (int at = from; at < to; at += zeros.limit()) {
      zeros.clear().limit(Math.min(zeros.capacity(), to - at));
      opened.write(zeros, at);
    }
  }

  @Override
  public String toString() {
    return "the journal in "
        + settings.directory()
        + " cannot be written, so nothing more is promised until a restart";
  }

  @Override
  public void close() throws IOException {
    giveUpWaiting();
    filler.shutdown();
    try {
      if (!filler.awaitTermination(1, TimeUnit.MINUTES)) {
        throw new IOException("a segment file is still being prepared");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while a segment was prepared", e);
    }
  }
}
