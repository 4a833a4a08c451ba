package io.quorate.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * TLC in a process of its own, for it keeps what it knows in static fields. It has one worker: two
 * groups of states walked through side by side take less than one after the other by two workers.
 *
 * @param directory where it may leave its states and its log
 */
record Tlc(Path directory) {

  private static final Path MODEL =
      Path.of(System.getProperty("quorate.root", "..")).resolve("tests/src/model").toAbsolutePath();
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final Pattern STATES =
      Pattern.compile("(\\d+) states generated, (\\d+) distinct states found, 0 states left");
  private static final Pattern VIOLATED = Pattern.compile("Invariant (\\w+) is violated");
  private static final Pattern STEP = Pattern.compile("(?m)^State \\d+: ");

  /**
   * What came of a walk.
   *
   * @param complete whether every state was seen
   * @param distinct how many, if it is complete
   * @param violated the invariant that a state breaks
   * @param steps how many states lead there, the first one included
   */
  record Outcome(
      boolean complete,
      long distinct,
      Optional<String> violated,
      long steps,
      Duration took,
      String log) {}

  /** Walks through the states of one of the groups in the model's directory. */
  Outcome check(String group) throws IOException, InterruptedException {
    var log = directory.resolve(group + ".log");
    Files.createDirectories(unpacked(group));
    long begun = System.nanoTime();
    var process =
        new ProcessBuilder(command(group))
            .directory(MODEL.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError(group + " takes more than " + PATIENCE);
      }
    } finally {
      process.destroyForcibly();
    }
    return read(Files.readString(log), Duration.ofNanos(System.nanoTime() - begun));
  }

  private List<String> command(String group) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx700m");
    command.add("-XX:+UseSerialGC");
    command.add("-Djava.io.tmpdir=" + unpacked(group));
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add("tlc2.TLC");
    command.addAll(List.of("-workers", "1", "-deadlock"));
    command.addAll(List.of("-metadir", directory.resolve(group).toString()));
    command.addAll(List.of("-config", group + ".cfg", "MC.tla"));
    return command;
  }

  /**
   * Where it unpacks its standard modules: under their plain names, so that two processes with one
   * directory would overwrite what the other reads.
   */
  private Path unpacked(String group) {
    return directory.resolve(group + ".tmp");
  }

  private static Outcome read(String log, Duration took) {
    var states = STATES.matcher(log);
    boolean complete = states.find() && log.contains("No error has been found");
    var violated = VIOLATED.matcher(log);
    return new Outcome(
        complete,
        complete ? Long.parseLong(states.group(2)) : 0,
        violated.find() ? Optional.of(violated.group(1)) : Optional.empty(),
        STEP.matcher(log).results().count(),
        took,
        log);
  }
}
