package io.quorate.cluster;

import io.quorate.bootstrap.cli.group.GroupDirectory;
import io.quorate.bootstrap.cli.group.ReplicaProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One replica's process, which may be started, killed, paused and started again. */
final class RealReplica {

  private static final String[] JVM = {
    "-Xms64m",
    "-Xmx512m",
    "-Xss512k",
    "-Dlogback.configurationFile=logback.xml",
    "-Dquorate-log.level=INFO",
    "-Dquorate-log.to=FILE"
  };

  private final GroupDirectory group;
  private final int index;
  private final Launch launch;
  private Process process;

  /**
   * How it is started.
   *
   * @param prefix what runs the JVM, for instance {@code ip netns exec NAME}; mostly empty
   * @param main the class to run
   * @param flags for the JVM, over those of all tests
   * @param settings {@code name=value}, over those of its file
   */
  record Launch(List<String> prefix, String main, List<String> flags, List<String> settings) {

    static Launch of(List<String> prefix, String main) {
      return new Launch(prefix, main, List.of(), List.of());
    }

    static Launch ordinary() {
      return of(List.of(), "io.quorate.bootstrap.Main");
    }

    /** With all compilers, as {@code ./quorate} starts it: slow at first, then quick. */
    static Launch released() {
      var flags = new ArrayList<>(ReplicaProcess.JVM);
      flags.add("-XX:TieredStopAtLevel=4");
      return new Launch(List.of(), ordinary().main(), flags, List.of());
    }

    Launch with(String... more) {
      var all = new ArrayList<>(settings);
      all.addAll(List.of(more));
      return new Launch(prefix, main, flags, all);
    }
  }

  RealReplica(GroupDirectory group, int index, Launch launch) {
    this.group = group;
    this.index = index;
    this.launch = launch;
  }

  void start() {
    var command = new ArrayList<>(launch.prefix());
    command.addAll(ReplicaClasses.java(JVM));
    command.addAll(launch.flags());
    launch.settings().forEach(each -> command.add("-D" + each));
    command.add("-Dquorate-log.dir=" + home().resolve("log"));
    command.add(launch.main());
    command.addAll(List.of("start", "--foreground", "--dir", group.root().toString()));
    command.addAll(List.of("--replica", Integer.toString(index)));
    try {
      var builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().putIfAbsent("MALLOC_ARENA_MAX", "2");
      var console = home().resolve("log/console.log").toFile();
      process = builder.redirectOutput(ProcessBuilder.Redirect.appendTo(console)).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As {@code kill -9} does it. */
  void kill() {
    if (process != null) {
      process.destroyForcibly();
      await();
    }
  }

  /** In order. */
  void stop() {
    process.destroy();
    await();
  }

  /** Its exit code, when it ends by itself. */
  int awaitEnd() {
    await();
    return process.exitValue();
  }

  private void await() {
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        throw new IllegalStateException("replica " + index + " does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void pause() {
    Shell.run("kill", "-STOP", Long.toString(process.pid()));
  }

  void resume() {
    Shell.run("kill", "-CONT", Long.toString(process.pid()));
  }

  boolean isAlive() {
    return process != null && process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  /** The most memory that its process ever had, in MiB; 0 when it does not run. */
  long peakResidentMebibytes() {
    try (var lines = Files.lines(Path.of("/proc", Long.toString(pid()), "status"))) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1_024)
          .findFirst()
          .orElse(0);
    } catch (IOException | UncheckedIOException e) {
      return 0;
    }
  }

  Path home() {
    return group.replica(index);
  }

  Path data() {
    return home().resolve("data");
  }

  /** Its log and what it wrote to its console. */
  List<String> log() {
    var lines = new ArrayList<String>();
    for (var name : List.of("replica.log", "console.log")) {
      var file = home().resolve("log").resolve(name);
      try {
        if (Files.exists(file)) {
          lines.addAll(Files.readAllLines(file));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return lines;
  }

  /** Does its log say this? */
  boolean says(String words) {
    return log().stream().anyMatch(line -> line.contains(words));
  }
}
