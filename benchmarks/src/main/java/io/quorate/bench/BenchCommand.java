package io.quorate.bench;

import io.quorate.bootstrap.access.ClientAccess;
import io.quorate.bootstrap.cli.QuorateCommand;
import io.quorate.bootstrap.cli.Refusal;
import io.quorate.bootstrap.cli.Subcommand;
import io.quorate.bootstrap.kv.EchoMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./quorate bench}. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = {
      "Measures throughput and latency of a group on this machine, replicas and client together.",
      "Starts a group of its own, with signatures and TLS on, and ends it."
    })
public final class BenchCommand implements Subcommand {

  private static final int BASE_PORT = 2751;
  private static final int HTTP_PORT = 8751;

  /** Asks under way while warming up, if fewer are counted. */
  private static final int WARMING = 200;

  @Spec CommandSpec spec;

  @Option(names = "--seconds", defaultValue = "20", description = "Counted. ${DEFAULT-VALUE}")
  int seconds;

  @Option(
      names = "--warm-up",
      defaultValue = "30",
      description = "Not counted, with 200 clients at least. ${DEFAULT-VALUE}")
  int warmUp;

  @Option(
      names = "--clients",
      defaultValue = "200",
      description = "Asks under way at any time. ${DEFAULT-VALUE}")
  int clients;

  @Option(names = "--size", defaultValue = "0", description = "Octets asked. ${DEFAULT-VALUE}")
  int size;

  @Option(names = "--reply", defaultValue = "0", description = "Octets answered. ${DEFAULT-VALUE}")
  int reply;

  @Option(names = "--memory", description = "Keep nothing on disk.")
  boolean memory;

  @Option(names = "--replicas", defaultValue = "4", description = "At least 4. ${DEFAULT-VALUE}")
  int replicas;

  @Option(
      names = "--ceiling",
      description = "Also the same state machine, unreplicated, behind the same client.")
  boolean ceiling;

  @Option(names = "--dir", description = "Use this running group instead of one of its own.")
  Path dir;

  @Option(names = "--report", description = "Folder for figures, histogram and plot.")
  Path report;

  @Option(names = "--json", description = "Answer in JSON.")
  boolean json;

  @Override
  public Integer call() throws Exception {
    check();
    var unreplicated = ceiling ? OptionalDouble.of(ceiling()) : OptionalDouble.empty();
    var result = dir != null ? run(dir, unreplicated) : runOwn(unreplicated);
    if (report != null) {
      result.writeTo(report);
    }
    var out = spec.commandLine().getOut();
    out.println(json ? result.toJson().toString() : result.toText());
    out.flush();
    return result.errors() == 0 ? 0 : Refusal.FAILED;
  }

  private void check() {
    if (seconds < 1 || warmUp < 0 || clients < 1 || size < 0 || reply < 0 || replicas < 4) {
      throw Refusal.usage("times, clients and sizes are positive, --replicas is at least 4");
    }
  }

  private double ceiling() throws Exception {
    progress("measuring the same state machine unreplicated");
    try (var server = UnreplicatedServer.launch(reply)) {
      return measure(server.connection(), List.of(server.process()), OptionalDouble.empty())
          .requestsPerSecond();
    }
  }

  private BenchReport runOwn(OptionalDouble unreplicated) throws Exception {
    var group = Files.createTempDirectory("quorate-bench");
    System.setProperty("quorate.application.class", EchoMachine.class.getName());
    System.setProperty(EchoMachine.REPLY, Integer.toString(reply));
    try {
      var up =
          new ArrayList<>(
              List.of(
                  "up",
                  "--detach",
                  "--json",
                  "--dir",
                  group.toString(),
                  "--replicas",
                  "" + replicas));
      up.addAll(List.of("--base-port", "" + BASE_PORT, "--http-port", "" + HTTP_PORT));
      if (memory) {
        up.add("--memory");
      }
      progress("starting " + replicas + " replicas");
      if (QuorateCommand.quietly(up) != 0) {
        throw Refusal.failed("the group did not start; see " + group);
      }
      return run(group, unreplicated);
    } finally {
      QuorateCommand.quietly(List.of("down", "--dir", group.toString()));
      delete(group);
    }
  }

  private BenchReport run(Path group, OptionalDouble unreplicated) throws Exception {
    var access = ServiceLoader.load(ClientAccess.class).findFirst().orElseThrow();
    try (var connection = access.connect(group)) {
      return measure(connection, processes(group), unreplicated);
    }
  }

  private BenchReport measure(
      ClientAccess.Connection connection,
      List<ProcessHandle> processes,
      OptionalDouble unreplicated)
      throws InterruptedException {
    var driver = new LoadDriver(connection, clients, size);
    var cpu = new CpuClock(processes);
    driver.start(WARMING);
    progress("warming up for " + warmUp + " s");
    TimeUnit.SECONDS.sleep(warmUp);
    driver.count();
    var cpuBefore = cpu.now();
    long begin = System.nanoTime();
    for (int i = 0; i < seconds; i++) {
      long before = driver.answered();
      TimeUnit.SECONDS.sleep(1);
      progress(String.format("  %3d s  %,d requests/s", i + 1, driver.answered() - before));
    }
    double elapsed = (System.nanoTime() - begin) / 1e9;
    long answered = driver.answered();
    var used = cpu.now().minus(cpuBefore);
    driver.stop();
    return new BenchReport(
        answered / elapsed,
        driver.latencies(),
        driver.failed(),
        micros(used) / Math.max(1, answered),
        !memory,
        unreplicated);
  }

  private List<ProcessHandle> processes(Path group) throws IOException {
    try (var files = Files.newDirectoryStream(group, "replica-*")) {
      var found = new ArrayList<ProcessHandle>();
      for (var file : files) {
        var pid = file.resolve("replica.pid");
        if (Files.exists(pid)) {
          ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).ifPresent(found::add);
        }
      }
      return found;
    }
  }

  private void progress(String line) {
    var to = json ? spec.commandLine().getErr() : spec.commandLine().getOut();
    to.println(line);
    to.flush();
  }

  private static double micros(Duration duration) {
    return duration.toNanos() / 1e3;
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
