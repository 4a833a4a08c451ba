package io.quorate.bench.group;

import io.quorate.bench.flood.Flood;
import io.quorate.bench.flood.FloodReport;
import io.quorate.bench.process.Counters;
import io.quorate.bench.process.MeasuredProcess;
import io.quorate.bootstrap.access.ClientAccess;
import io.quorate.bootstrap.cli.QuorateCommand;
import io.quorate.bootstrap.cli.group.CommandFailure;
import io.quorate.bootstrap.cli.group.GroupDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** A group started for one run, to which anything may be done; it ends with this process too. */
public final class OwnGroup implements Subject {

  private static final int POLL_MILLIS = 100;
  private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(3);

  private final Plan plan;
  private final GroupDirectory directory;
  private final Thread atExit = new Thread(this::end, "quorate-bench-down");
  private Optional<SlowLinks> links = Optional.empty();
  private Optional<Flood> flood = Optional.empty();
  private Optional<Slowed> slowed = Optional.empty();
  private Optional<FloodReport> flooded = Optional.empty();
  private ClientAccess.Connection connection;
  private boolean ended;

  /**
   * What to start.
   *
   * @param delayMillis that every octet takes from process to process; 0 for none
   * @param clients that have a key each
   */
  public record Plan(int replicas, boolean durable, int delayMillis, int clients) {}

  /** How one replica says it is. */
  public record State(String mode, long view, int primary, long executed) {}

  private OwnGroup(Plan plan, GroupDirectory directory) {
    this.plan = plan;
    this.directory = directory;
  }

  /** Starts it and waits until it agrees. */
  public static OwnGroup start(Plan plan) throws IOException, InterruptedException {
    var root = Files.createTempDirectory("quorate-bench");
    var group = new OwnGroup(plan, new GroupDirectory(root));
    Runtime.getRuntime().addShutdownHook(group.atExit);
    try {
      group.found();
      if (plan.delayMillis() == 0) {
        group.run(List.of("up", "--detach", "--json", "--dir", root.toString()));
      } else {
        group.startDelayed();
      }
      group.connection = GivenGroup.connect(group.directory);
      return group;
    } catch (IOException | RuntimeException | InterruptedException e) {
      group.close();
      throw e;
    }
  }

  /** The directory that it runs in. */
  Path root() {
    return directory.root();
  }

  private void found() {
    var init = new ArrayList<>(List.of("init", "--dir", directory.root().toString()));
    init.addAll(List.of("--replicas", Integer.toString(plan.replicas())));
    init.addAll(List.of("--clients", Integer.toString(plan.clients())));
    init.addAll(Ports.free(plan.replicas()).options());
    if (!plan.durable()) {
      init.add("--memory");
    }
    run(init);
  }

  private void run(List<String> arguments) {
    if (QuorateCommand.quietly(arguments) != 0) {
      throw CommandFailure.failed("the group did not start in " + directory.root());
    }
  }

  /** The committee knows each replica by a port at which only a {@link SlowLink} listens. */
  private void startDelayed() throws IOException, InterruptedException {
    links = Optional.of(SlowLinks.open(directory, plan.delayMillis()));
    var starting = replicaNumbers().stream().map(this::starting).toList();
    starting.forEach(CompletableFuture::join);
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (!replicaNumbers().stream().allMatch(i -> isAgreeing(i))) {
      if (System.nanoTime() > end) {
        throw CommandFailure.failed("no agreement over links of " + plan.delayMillis() + " ms");
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
  }

  private boolean isAgreeing(int replica) {
    return state(replica).filter(state -> state.mode().equals("agreeing")).isPresent();
  }

  private CompletableFuture<Void> starting(int replica) {
    return CompletableFuture.runAsync(() -> startAgain(replica));
  }

  private List<Integer> replicaNumbers() {
    return IntStream.range(0, plan.replicas()).boxed().toList();
  }

  @Override
  public String name() {
    var delay = plan.delayMillis() == 0 ? "" : ", links of " + plan.delayMillis() + " ms";
    return plan.replicas() + " replicas, " + (plan.durable() ? "durable" : "memory") + delay;
  }

  @Override
  public int replicas() {
    return plan.replicas();
  }

  @Override
  public boolean isDurable() {
    return plan.durable();
  }

  @Override
  public ClientAccess.Connection connection() {
    return connection;
  }

  @Override
  public List<MeasuredProcess> processes() {
    return Folders.running(directory);
  }

  @Override
  public Map<String, List<ProcessHandle>> kinds() {
    int primary = primary();
    var backups = replicaNumbers().stream().filter(i -> i != primary).map(this::process).toList();
    return new TreeMap<>(
        Map.of("primary", List.of(process(primary)), backups.size() + " backups", backups));
  }

  /** How this replica is; empty when it does not answer. */
  public Optional<State> state(int replica) {
    return Counters.status(Folders.uri(directory, replica, "/status"))
        .map(
            json ->
                new State(
                    json.path("mode").asText(),
                    json.path("view").asLong(),
                    json.path("primary").asInt(),
                    json.path("executed").asLong()));
  }

  /** The highest view that somebody is in. */
  public long view() {
    return replicaNumbers().stream()
        .flatMap(i -> state(i).stream())
        .mapToLong(State::view)
        .max()
        .orElseThrow(() -> CommandFailure.failed("no replica answers"));
  }

  /** The primary of the highest view that somebody agrees in. */
  public int primary() {
    return agreedPrimary().orElseThrow(() -> CommandFailure.failed("no replica agrees"));
  }

  /** The same; empty when nobody agrees. */
  public Optional<Integer> agreedPrimary() {
    return replicaNumbers().stream()
        .flatMap(i -> state(i).stream())
        .filter(state -> state.mode().equals("agreeing"))
        .max(java.util.Comparator.comparingLong(State::view))
        .map(State::primary);
  }

  /** At once, as by the kernel. */
  public void kill(int replica) {
    process(replica).destroyForcibly();
  }

  /** Holds its threads where they are; its connections stay open. */
  public void pause(int replica) throws IOException {
    tell(replica, Signal.STOP);
  }

  public void goOn(int replica) throws IOException {
    tell(replica, Signal.CONT);
  }

  /** Lets it run for a tenth of the time. */
  public void slow(int replica) throws IOException {
    slowed = Optional.of(Slowed.begin(process(replica)));
  }

  /** Lets the one that was slowed run all the time. */
  public void fullSpeed() {
    slowed.ifPresent(Slowed::close);
    slowed = Optional.empty();
  }

  /** Starts one that has ended, and waits until it answers. */
  public void startAgain(int replica) {
    var dir = directory.root().toString();
    run(List.of("start", "--json", "--dir", dir, "--replica", Integer.toString(replica)));
  }

  /** Starts what will flood the others in this replica's name. */
  public void prepareFlood(int replica) throws IOException {
    flood = Optional.of(Flood.prepare(directory, replica, this::processes));
  }

  /** Kills this replica, for whom the flood was prepared, and lets it begin. */
  public void flood(int replica) throws IOException {
    var killed = process(replica);
    killed.destroyForcibly();
    killed.onExit().join();
    flood.orElseThrow().begin();
  }

  /** Ends the flood. */
  public void relent() throws IOException {
    flooded = Optional.of(flood.orElseThrow().end());
  }

  /** What the flood was like; empty if there was none. */
  public Optional<FloodReport> flooded() {
    return flooded;
  }

  /** Has the next replica become the primary, so often. */
  public void handOver(int times) {
    var dir = directory.root().toString();
    run(List.of("hand-over", "--json", "--times", Integer.toString(times), "--dir", dir));
  }

  private void tell(int replica, Signal signal) throws IOException {
    if (!signal.isTakenBy(process(replica))) {
      throw CommandFailure.failed("replica " + replica + " takes no SIG" + signal);
    }
  }

  private ProcessHandle process(int replica) {
    return directory
        .process(replica)
        .orElseThrow(() -> CommandFailure.failed("replica " + replica + " does not run"));
  }

  @Override
  public void close() {
    end();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException exiting) {
      // then it runs already, and has nothing left to do
    }
  }

  /** Once, by whoever comes first: whoever measured, or the exit of this process. */
  private synchronized void end() {
    if (ended) {
      return;
    }
    ended = true;
    if (connection != null) {
      connection.close();
    }
    fullSpeed();
    if (directory.exists()) {
      for (int replica : directory.local()) {
        directory.process(replica).ifPresent(OwnGroup::wake);
      }
      QuorateCommand.quietly(List.of("down", "--dir", directory.root().toString()));
    }
    flood.ifPresent(Flood::close);
    links.ifPresent(SlowLinks::close);
    Folders.delete(directory.root());
  }

  /** One that is paused could not end in order. */
  private static void wake(ProcessHandle process) {
    try {
      Signal.CONT.isTakenBy(process);
    } catch (IOException e) {
      process.destroyForcibly();
    }
  }
}
