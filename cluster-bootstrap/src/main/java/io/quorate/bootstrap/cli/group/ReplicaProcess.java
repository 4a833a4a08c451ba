package io.quorate.bootstrap.cli.group;

import io.quorate.bootstrap.node.NodeSettings;
import io.quorate.engine.model.Genesis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Starts and stops replicas as processes of their own. */
public final class ReplicaProcess {

  /**
   * Measured for four replicas on two cores; see docs/adr/0012. Compiling less and later than by
   * default makes a start and the first minute under load cheaper, and one client alone fast later.
   * Not so of AES-GCM and SHA-2: only their compiled callers use the processor's instructions.
   */
  public static final List<String> JVM =
      List.of(
          "-Xms192m",
          "-Xmn128m",
          "-Xss512k",
          "-XX:+UseSerialGC",
          "-XX:MaxInlineLevel=9",
          "-XX:FreqInlineSize=150",
          "-XX:Tier4InvocationThreshold=10000",
          "-XX:Tier4MinInvocationThreshold=1200",
          "-XX:Tier4CompileThreshold=30000",
          "-XX:Tier4BackEdgeThreshold=80000",
          "-XX:CompileCommand=quiet",
          "-XX:CompileCommand=CompileThresholdScaling,com.sun.crypto.provider.G*::*,0.1",
          "-XX:CompileCommand=CompileThresholdScaling,sun.security.provider.*::*,0.1",
          "-XX:ReservedCodeCacheSize=96m",
          "-XX:MaxMetaspaceSize=192m",
          "-XX:MaxDirectMemorySize=192m",
          "-XX:+ExitOnOutOfMemoryError",
          "-Xshare:auto");

  /**
   * The system property with more flags for the JVMs that are started from here, a line each; the
   * benchmarks' recorder.
   */
  public static final String FLAGS = "quorate-jvm.flags";

  /** Names the archive of loaded classes that makes starting cheap; it may be absent. */
  private static final String ARCHIVE = "quorate.archive";

  private static final long ORDERLY_SECONDS = 20;
  private static final long FORCED_SECONDS = 10;
  private static final Path SETSID = Path.of("/usr/bin/setsid");
  private static final String CONSOLE = "console.log";
  private static final String OURS = "quorate: ";
  private static final Pattern REMARK =
      Pattern.compile("^(\\[[0-9.]+s\\]\\[warning\\]|.* warning: |WARNING: |Picked up )");

  /** Newer JVMs warn of what libraries do, each time, unless they are told that it is known. */
  private static final int WARNS = 24;

  private static final String HEAP = "-Xmx";
  private static final long HEAP_BYTES = 512L << 20;

  private ReplicaProcess() {}

  /** The heap that a replica of this group gets when it is started here. */
  public static long heapBytes(Genesis genesis) {
    return System.getProperty(FLAGS, "")
        .lines()
        .filter(flag -> flag.startsWith(HEAP))
        .map(flag -> bytes(flag.substring(HEAP.length())))
        .reduce((first, last) -> last)
        .orElseGet(() -> NodeSettings.usualHeapBytes(genesis));
  }

  /** Whether a replica ends with the terminal that started it. */
  public enum Mode {
    ATTACHED,
    DETACHED
  }

  public static Process launch(GroupDirectory group, int replica, Mode mode) throws IOException {
    var log = group.settings(replica).storage().log();
    Files.createDirectories(log);
    var start = List.of("start", "--foreground", "--dir", group.root().toString());
    var builder = command(log, NodeSettings.usualHeapBytes(group.genesis()), start);
    builder.command().addAll(List.of("--replica", Integer.toString(replica)));
    if (mode == Mode.DETACHED && Files.isExecutable(SETSID)) {
      builder.command().add(0, SETSID.toString());
    }
    return builder.start();
  }

  /**
   * A process of this program in a JVM like a replica's, with the same settings and class path.
   *
   * @param log folder of its log, which exists
   */
  public static ProcessBuilder command(Path log, List<String> arguments) {
    return command(log, HEAP_BYTES, arguments);
  }

  private static ProcessBuilder command(Path log, long heap, List<String> arguments) {
    var command = new ArrayList<String>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.add(HEAP + heap);
    command.addAll(JVM);
    if (Runtime.version().feature() >= WARNS) {
      command.add("--enable-native-access=ALL-UNNAMED");
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    command.add("-Dfile.encoding=UTF-8");
    command.addAll(archived());
    System.getProperty(FLAGS, "").lines().forEach(command::add);
    command.addAll(inherited());
    command.add("-Dquorate-log.dir=" + log);
    command.add("-Dquorate-log.to=FILE");
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("io.quorate.bootstrap.Main");
    command.addAll(arguments);
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putIfAbsent("MALLOC_ARENA_MAX", "2");
    return builder
        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
        .redirectOutput(log.resolve(CONSOLE).toFile());
  }

  private static long bytes(String size) {
    int last = size.length() - 1;
    int shift = "kmg".indexOf(Character.toLowerCase(size.charAt(last))) + 1;
    return Long.parseLong(shift == 0 ? size : size.substring(0, last)) << (10 * shift);
  }

  /**
   * An archive that does not fit the class path is passed over by the JVM, silently. It is mapped
   * where it was made for: to move it costs a tenth of a second.
   */
  private static List<String> archived() {
    var archive = System.getProperty(ARCHIVE, "");
    return archive.isEmpty() || !Files.isReadable(Path.of(archive))
        ? List.of()
        : List.of(
            "-XX:SharedArchiveFile=" + archive,
            "-Xlog:cds=off",
            "-Xlog:cds+dynamic=off",
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:ArchiveRelocationMode=0");
  }

  /** Settings given to this process as system properties hold for its replicas too. */
  private static List<String> inherited() {
    return System.getProperties().stringPropertyNames().stream()
        .filter(name -> name.startsWith("quorate."))
        .sorted()
        .map(name -> "-D" + name + "=" + System.getProperty(name))
        .toList();
  }

  /** Why a replica ended, from what it said last; not from what its JVM remarked before that. */
  public static String lastWords(GroupDirectory group, int replica) {
    var file = group.settings(replica).storage().log().resolve(CONSOLE);
    try {
      var lines =
          Files.readAllLines(file).stream()
              .filter(line -> !line.isBlank() && !REMARK.matcher(line).find())
              .toList();
      var last = lines.isEmpty() ? "it said nothing; see " + file : lines.get(lines.size() - 1);
      var said = lines.stream().filter(line -> line.startsWith(OURS)).reduce((a, b) -> b);
      return "replica "
          + replica
          + " did not start: "
          + said.map(line -> line.substring(OURS.length())).orElse(last);
    } catch (IOException e) {
      return "replica " + replica + " did not start, and " + file + " cannot be read";
    }
  }

  /** Stops these processes at once, in order if they can, and waits until they are gone. */
  public static void stop(List<ProcessHandle> processes) {
    processes.forEach(ProcessHandle::destroy);
    awaitAll(processes, ORDERLY_SECONDS);
    processes.stream().filter(ProcessHandle::isAlive).forEach(ProcessHandle::destroyForcibly);
    awaitAll(processes, FORCED_SECONDS);
  }

  private static void awaitAll(List<ProcessHandle> processes, long seconds) {
    CompletableFuture.allOf(
            processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new))
        .completeOnTimeout(null, seconds, TimeUnit.SECONDS)
        .join();
  }
}
