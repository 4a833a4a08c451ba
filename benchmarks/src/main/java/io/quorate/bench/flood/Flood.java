package io.quorate.bench.flood;

import io.quorate.bench.process.MeasuredProcess;
import io.quorate.bench.process.ProcessSample;
import io.quorate.bootstrap.cli.group.CommandFailure;
import io.quorate.bootstrap.cli.group.GroupDirectory;
import io.quorate.bootstrap.cli.group.ReplicaProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * A process that floods a group in the name of one of its replicas, which must not run meanwhile.
 */
public final class Flood implements AutoCloseable {

  /** Votes a second, to all others together. */
  static final int RATE = 50_000;

  private final Process process;
  private final BufferedReader said;
  private final Supplier<List<MeasuredProcess>> flooded;
  private List<MeasuredProcess> victims = List.of();
  private List<ProcessSample> before = List.of();
  private long begun;

  private Flood(Process process, Supplier<List<MeasuredProcess>> flooded) {
    this.process = process;
    this.said =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    this.flooded = flooded;
  }

  /**
   * Starts the process, and returns when it is ready.
   *
   * @param flooded those who will get it
   */
  public static Flood prepare(
      GroupDirectory group, int replica, Supplier<List<MeasuredProcess>> flooded)
      throws IOException {
    var log = Files.createDirectories(group.root().resolve("flood"));
    var arguments =
        List.of(
            "flood",
            "--dir",
            group.root().toString(),
            "--replica",
            Integer.toString(replica),
            "--rate",
            Integer.toString(RATE));
    var process =
        ReplicaProcess.command(log, arguments)
            .redirectErrorStream(false)
            .redirectError(log.resolve("errors.log").toFile())
            .redirectInput(Redirect.PIPE)
            .redirectOutput(Redirect.PIPE)
            .start();
    var flood = new Flood(process, flooded);
    flood.hear();
    return flood;
  }

  public void begin() throws IOException {
    victims = flooded.get();
    before = victims.stream().map(MeasuredProcess::sample).toList();
    begun = System.nanoTime();
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
  }

  /** Ends it, and tells what it was like. */
  public FloodReport end() throws IOException {
    double seconds = (System.nanoTime() - begun) / 1e9;
    var spent = new ArrayList<FloodReport.Borne>();
    for (int i = 0; i < victims.size(); i++) {
      spent.add(FloodReport.Borne.between(before.get(i), victims.get(i).sample()));
    }
    process.getOutputStream().close();
    return FloodReport.of(Spent.read(hear()), seconds, spent);
  }

  private String hear() throws IOException {
    var line = said.readLine();
    if (line == null) {
      throw CommandFailure.failed("the flooder ended before it had anything to say");
    }
    return line;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
