package io.quorate.bootstrap.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.bootstrap.cli.group.CommandFailure;
import io.quorate.bootstrap.cli.group.Console;
import io.quorate.bootstrap.cli.group.GroupDirectory;
import io.quorate.bootstrap.cli.group.LaunchedReplica;
import io.quorate.bootstrap.cli.group.Preflight;
import io.quorate.bootstrap.cli.group.ReplicaProcess;
import io.quorate.bootstrap.cli.group.RunningReplica;
import io.quorate.bootstrap.cli.group.StatusClient;
import io.quorate.engine.model.Genesis;
import io.quorate.engine.model.Quorum;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The replicas that one {@code up} brings up, and what it tells of them. What runs already is taken
 * up; what does not start is told, and does not take the others down.
 */
final class RunningGroup {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** How long a quorum that agrees waits for those that answer before it is said to be up. */
  private static final Duration STRAGGLERS = Duration.ofSeconds(10);

  /** The same for those that were started and do not answer yet. */
  private static final Duration SILENCE = Duration.ofSeconds(60);

  /** Ctrl-C reaches the replicas too, and their end may be seen here before it is. */
  private static final int INTERRUPT_MILLIS = 500;

  private enum Phase {
    STARTING,
    FAILED,
    UP,
    LEFT_RUNNING
  }

  private final GroupDirectory group;
  private final Console console;
  private final boolean detached;
  private final long begin = System.nanoTime();
  private final List<LaunchedReplica> replicas = new ArrayList<>();
  private final Map<Integer, String> shown = new HashMap<>();
  private final Quorum quorum;
  private long quorumSince = Long.MAX_VALUE;
  private volatile Phase phase = Phase.STARTING;
  private volatile boolean ending;

  RunningGroup(GroupDirectory group, Genesis genesis, Console console, boolean detached) {
    this.group = group;
    this.quorum = new Quorum(genesis.members().size());
    this.console = console;
    this.detached = detached;
  }

  /**
   * Starts what is missing; whatever ends this process before it is done ends that too.
   *
   * @throws CommandFailure when nothing runs yet and one of them cannot be started
   */
  void start(Genesis genesis) throws IOException {
    var missing = new ArrayList<RunningReplica>();
    for (int i = 0; i < quorum.n(); i++) {
      var running = group.running(i);
      if (running.holder().isPresent()) {
        replicas.add(LaunchedReplica.takenUp(group, running));
      } else {
        missing.add(running);
      }
    }
    var problems = new TreeMap<Integer, CommandFailure>();
    for (var each : missing) {
      Preflight.problem(group, genesis, each.index())
          .ifPresent(problem -> problems.put(each.index(), problem));
    }
    if (replicas.isEmpty() && !problems.isEmpty()) {
      throw problems.values().iterator().next();
    }
    launch(missing, problems);
  }

  private void launch(List<RunningReplica> missing, Map<Integer, CommandFailure> problems)
      throws IOException {
    int found = replicas.size();
    Runtime.getRuntime().addShutdownHook(new Thread(this::stopOnExit, "quorate-up-stop"));
    var mode = detached ? ReplicaProcess.Mode.DETACHED : ReplicaProcess.Mode.ATTACHED;
    for (var each : missing) {
      var problem = problems.get(each.index());
      replicas.add(
          problem == null
              ? LaunchedReplica.started(group, each, mode)
              : LaunchedReplica.refused(group, each, problem));
    }
    replicas.sort((a, b) -> Integer.compare(a.index(), b.index()));
    var already = found == 0 ? "" : ", " + found + " run already";
    console.progress("starting " + counted(missing.size() - problems.size()) + already);
    replicas.forEach(each -> each.failure().ifPresent(why -> told(why)));
  }

  private static String counted(int replicas) {
    return replicas == 1 ? "1 replica" : replicas + " replicas";
  }

  private void stopOnExit() {
    ending = true;
    if (phase == Phase.LEFT_RUNNING) {
      return;
    }
    var mine = replicas.stream().filter(each -> phase == Phase.UP || each.wasStarted()).toList();
    boolean alive = mine.stream().anyMatch(LaunchedReplica::isAlive);
    if (phase == Phase.STARTING) {
      console.progress("interrupted while starting, stopping " + counted(mine.size()));
    } else if (alive) {
      console.progress("stopping");
    }
    ReplicaProcess.stop(mine.stream().flatMap(each -> each.process().stream()).toList());
    if (phase == Phase.UP) {
      DownCommand.stopAll(group, new ArrayList<>());
    } else {
      mine.forEach(each -> group.pid(each.index()).delete());
    }
  }

  /** Waits until those that can agree in one view and order something; a refusal without quorum. */
  void awaitAgreement() throws InterruptedException {
    while (!agree() || !orders()) {
      noteEnded();
      refuseWithoutQuorum();
      if (System.nanoTime() - begin > PATIENCE.toNanos()) {
        throw failed(
            CommandFailure.failed("no agreement within " + PATIENCE.toSeconds() + " s; see log/"));
      }
      TimeUnit.MILLISECONDS.sleep(StatusClient.POLL_MILLIS);
    }
    noteEnded();
  }

  private boolean agree() throws InterruptedException {
    var views = new HashMap<Long, Integer>();
    for (var each : replicas) {
      each.ask();
      show(each);
      if (each.agrees()) {
        views.merge(each.status().orElseThrow().path("view").asLong(), 1, Integer::sum);
      }
    }
    int together = views.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    if (together < quorum.size()) {
      quorumSince = Long.MAX_VALUE;
      return false;
    }
    quorumSince = Math.min(quorumSince, System.nanoTime());
    boolean silent = replicas.stream().anyMatch(LaunchedReplica::isSilent);
    var patience = silent ? SILENCE : STRAGGLERS;
    return (views.size() == 1 && replicas.stream().allMatch(LaunchedReplica::isSettled))
        || System.nanoTime() - quorumSince > patience.toNanos();
  }

  private boolean orders() throws InterruptedException {
    var one = replicas.stream().filter(LaunchedReplica::agrees).findFirst();
    return one.isPresent() && one.get().client().orders();
  }

  private void show(LaunchedReplica replica) {
    if (replica.failure().isEmpty()) {
      var text = replica.status().map(RunningGroup::described).orElse("starting");
      if (!text.equals(shown.put(replica.index(), text))) {
        double seconds = (System.nanoTime() - begin) / 1e9;
        console.progress(
            String.format("  %5.1f s  replica %d  %s", seconds, replica.index(), text));
      }
    }
  }

  private static String described(JsonNode status) {
    return StatusClient.isHalted(status)
        ? StatusClient.described(status)
        : status.path("mode").asText() + ", view " + status.path("view").asText();
  }

  private void noteEnded() throws InterruptedException {
    for (var each : replicas) {
      if (each.hasEnded()) {
        TimeUnit.MILLISECONDS.sleep(INTERRUPT_MILLIS);
        if (ending) {
          new CountDownLatch(1).await();
        }
        each.noteEnd();
        each.failure().ifPresent(why -> told(why));
      }
    }
  }

  private void told(CommandFailure why) {
    console.progress("  " + why.getMessage());
  }

  private void refuseWithoutQuorum() {
    var failures = replicas.stream().flatMap(each -> each.failure().stream()).toList();
    if (replicas.size() - failures.size() < quorum.size()) {
      throw failed(failures.get(0));
    }
  }

  private CommandFailure failed(CommandFailure refusal) {
    phase = Phase.FAILED;
    return refusal;
  }

  /** Says that it runs, where, what does not, and what to do with it. */
  void announce() {
    phase = detached ? Phase.LEFT_RUNNING : Phase.UP;
    var json = Console.object().put("dir", group.root().toString());
    var array = json.putArray("replicas");
    var text = new StringBuilder();
    long agreeing = replicas.stream().filter(LaunchedReplica::agrees).count();
    text.append("The group of ").append(quorum.n()).append(" agrees");
    text.append(agreeing == quorum.n() ? "" : ", with " + agreeing + " of its replicas");
    text.append(".").append(System.lineSeparator());
    for (var each : replicas) {
      var row = array.addObject().put("replica", each.index());
      each.failure().ifPresent(why -> row.put("problem", why.getMessage()));
      each.status().ifPresent(status -> row.put("mode", status.path("mode").asText()));
      if (each.failure().isEmpty()) {
        row.put("http", each.client().base());
        each.process().ifPresent(process -> row.put("pid", process.pid()));
      }
      text.append(line(each));
    }
    console.answer(json.put("seconds", (System.nanoTime() - begin) / 1e9), text + advice());
  }

  private static String line(LaunchedReplica each) {
    var state =
        each.agrees() ? "" : "  " + each.status().map(StatusClient::described).orElse("silent");
    var where = each.process().map(process -> "process " + process.pid()).orElse("elsewhere");
    return each.failure().isPresent()
        ? String.format("  replica %d  does not run%n", each.index())
        : String.format(
            "  replica %d  %s  %s%s%n", each.index(), each.client().base(), where, state);
  }

  private String advice() {
    var dir = group.root().endsWith("cluster") ? "" : " --dir '" + group.root() + "'";
    var one = replicas.stream().filter(LaunchedReplica::agrees).findFirst().orElseThrow();
    var curl = one.client().base() + "/kv/colour";
    return String.join(
        System.lineSeparator(),
        "put:    ./quorate put" + dir + " colour red    or  curl -X PUT -d red " + curl,
        "get:    ./quorate get" + dir + " colour        or  curl " + curl,
        "watch:  ./quorate status" + dir + " --watch",
        "stop:   " + (detached ? "./quorate down" + dir : "Ctrl-C"));
  }

  /** What does not take part, for the exit code and the last line. */
  Optional<CommandFailure> incomplete() {
    var lines = new ArrayList<String>();
    for (var each : replicas) {
      each.failure().ifPresent(why -> lines.add(why.getMessage()));
      if (each.isSilent()) {
        lines.add("replica " + each.index() + " does not answer; see its log/");
      }
      if (each.isHalted()) {
        var state = StatusClient.described(each.status().orElseThrow());
        lines.add("replica " + each.index() + " runs and is " + state);
      }
    }
    return lines.isEmpty()
        ? Optional.empty()
        : Optional.of(
            CommandFailure.failed(String.join(System.lineSeparator() + "quorate: ", lines)));
  }

  /** Stays until all replicas have ended, telling of each that does. */
  void stay() throws InterruptedException {
    var alive = new ArrayList<>(replicas.stream().filter(LaunchedReplica::isAlive).toList());
    while (!alive.isEmpty() || restarted()) {
      TimeUnit.MILLISECONDS.sleep(StatusClient.POLL_MILLIS);
      for (var each : List.copyOf(alive)) {
        if (!each.isAlive()) {
          console.progress("replica " + each.index() + " ended" + each.exitCode());
          alive.remove(each);
        }
      }
    }
  }

  /** Does a replica run that somebody started again? */
  private boolean restarted() {
    return replicas.stream().anyMatch(each -> each.replica().holder().isPresent());
  }
}
