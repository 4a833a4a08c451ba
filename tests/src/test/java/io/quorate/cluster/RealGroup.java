package io.quorate.cluster;

import static org.awaitility.Awaitility.await;

import io.quorate.bootstrap.cli.QuorateCommand;
import io.quorate.bootstrap.cli.group.GroupDirectory;
import io.quorate.engine.fixtures.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Four replicas in a directory of their own, which is removed with them unless a test failed. */
final class RealGroup implements AutoCloseable {

  static final int SIZE = 4;

  /**
   * For what should take a second or two, on a machine that has better things to do; and longer
   * than the minute for which nobody follows a replica that wants another view alone.
   */
  static final Duration PATIENCE = Duration.ofSeconds(150);

  private static final int HTTP_ABOVE = 8;

  private final GroupDirectory directory;
  private final List<RealReplica> replicas = new ArrayList<>();
  private final List<Gateway> gateways = new ArrayList<>();
  private final Thread reaper = new Thread(this::killAll, "quorate-test-reaper");

  private RealGroup(
      GroupDirectory directory,
      IntFunction<RealReplica.Launch> launch,
      IntFunction<String> gateway) {
    this.directory = directory;
    for (int i = 0; i < SIZE; i++) {
      replicas.add(new RealReplica(directory, i, launch.apply(i)));
      gateways.add(new Gateway(gateway.apply(i)));
    }
    Runtime.getRuntime().addShutdownHook(reaper);
  }

  /** A new group on free ports of this machine; nothing is started. */
  static RealGroup found(IntFunction<RealReplica.Launch> launch) {
    int port = FreePorts.inARow(2 * HTTP_ABOVE);
    return found(port, List.of("127.0.0.1"), launch, i -> "127.0.0.1:" + (port + HTTP_ABOVE + i));
  }

  /** A new group of which every replica is started as an operator would. */
  static RealGroup ordinary(String... settings) {
    return found(i -> RealReplica.Launch.ordinary().with(settings));
  }

  static RealGroup found(
      int port,
      List<String> hosts,
      IntFunction<RealReplica.Launch> launch,
      IntFunction<String> gateway) {
    var root = newDirectory();
    execute(
        "init",
        "--dir",
        root.toString(),
        "--hosts",
        String.join(",", hosts),
        "--base-port",
        Integer.toString(port),
        "--http-port",
        Integer.toString(port + HTTP_ABOVE));
    return new RealGroup(new GroupDirectory(root), launch, gateway);
  }

  private static Path newDirectory() {
    try {
      return Files.createTempDirectory("quorate-cluster").resolve("group");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A command line of quorate, in this process. */
  static void execute(String... arguments) {
    int code = QuorateCommand.quietly(List.of(arguments));
    if (code != 0) {
      throw new IllegalStateException(Arrays.toString(arguments) + " ended with " + code);
    }
  }

  Path root() {
    return directory.root();
  }

  RealReplica replica(int index) {
    return replicas.get(index);
  }

  Gateway gateway(int index) {
    return gateways.get(index);
  }

  /** Starts these, or all, and waits until the group orders writes; how long that took. */
  Duration start(int... which) {
    long begin = System.nanoTime();
    startUntilTheyAgree(which);
    awaitWrite(indices(which).findFirst().orElseThrow(), "started");
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  /** Starts these, or all, and waits until each has read its journals and votes. */
  Duration startUntilTheyAgree(int... which) {
    indices(which).forEach(i -> replicas.get(i).start());
    return awaitThat(
        "all agree", () -> indices(which).allMatch(i -> gateways.get(i).is("agreeing")));
  }

  private static IntStream indices(int... which) {
    return which.length == 0 ? IntStream.range(0, SIZE) : Arrays.stream(which);
  }

  void killAll() {
    replicas.forEach(RealReplica::kill);
  }

  /** The primary, as this replica sees it. */
  int primaryAt(int replica) {
    return gateways.get(replica).status().orElseThrow().path("primary").asInt();
  }

  /** Waits until these, or all, have executed the same, with nothing else going on. */
  Duration awaitEqual(int... which) {
    return awaitThat(
        "all executed the same",
        () -> indices(which).mapToLong(i -> gateways.get(i).executed()).distinct().count() == 1);
  }

  /** Waits until a new write is executed, asked of this replica. */
  Duration awaitWrite(int replica, String key) {
    return awaitThat(
        key + " is written through replica " + replica,
        () -> gateways.get(replica).isWritten(key, "after"));
  }

  static Duration awaitThat(String what, Callable<Boolean> condition) {
    long begin = System.nanoTime();
    await(what)
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(100))
        .until(condition);
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  /** Tells what was measured. */
  static void measured(String what, Duration time) {
    System.out.println("measured: " + what + " " + time.toMillis() + " ms");
  }

  @Override
  public void close() throws IOException {
    killAll();
    Runtime.getRuntime().removeShutdownHook(reaper);
    if (Boolean.getBoolean("quorate.test.keep")) {
      System.out.println("kept: " + root());
      return;
    }
    try (var files = Files.walk(root().getParent())) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
