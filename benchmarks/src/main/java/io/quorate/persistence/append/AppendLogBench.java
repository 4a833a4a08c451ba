package io.quorate.persistence.append;

import io.quorate.persistence.append.disk.LogSettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Entries that wait together made durable: one force for all, in the temporary directory. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Benchmark)
public class AppendLogBench {

  private static final String WRITER = "votes";
  private static final int SEGMENT = 64 << 20;

  /** Deleted behind the writer, so that files are used again as they are in production. */
  private static final long KEPT = 1_024;

  /** Octets of an entry: a vote and its certificate, a bundle of 64 KiB. */
  @Param({"1024", "65536"})
  int octets;

  /** Entries that wait for one force. */
  @Param({"1", "16"})
  int together;

  private Path directory;
  private AppendLog log;
  private byte[] event;
  private long last;

  @Setup
  public void open() throws IOException {
    directory = Files.createTempDirectory("quorate-append");
    log =
        AppendLog.open(
            new LogSettings(
                directory,
                directory.resolve("mark"),
                java.util.Optional.empty(),
                "bench",
                SEGMENT,
                2,
                SEGMENT));
    event = new byte[octets];
    last = 0;
  }

  /** The time is that of all entries together. */
  @Benchmark
  public void append() {
    var written = new CompletableFuture<?>[together];
    for (int i = 0; i < together; i++) {
      var body = new Event(ByteBuffer.allocate(0), ByteBuffer.wrap(event));
      written[i] = log.append(new Entry(WRITER, ++last, List.of(body)));
    }
    CompletableFuture.allOf(written).join();
    if (last / KEPT > (last - together) / KEPT) {
      log.deleteTo(WRITER, last - KEPT).join();
    }
  }

  @TearDown
  public void close() throws IOException {
    log.close();
    try (var files = Files.walk(directory)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
