package io.quorate.bootstrap.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.engine.model.Quorum;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The replicas that one {@code up} started, and what it tells of them. */
final class RunningGroup {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** How long a quorum that agrees waits for the others before it is said to be up. */
  private static final Duration STRAGGLERS = Duration.ofSeconds(10);

  private final GroupDirectory group;
  private final Console console;
  private final boolean detached;
  private final long begin = System.nanoTime();
  private final List<Process> processes = new ArrayList<>();
  private final List<StatusClient> clients = new ArrayList<>();
  private final Map<Integer, String> shown = new HashMap<>();
  private long quorumSince = Long.MAX_VALUE;
  private volatile boolean leaveRunning;

  RunningGroup(GroupDirectory group, Console console, boolean detached) {
    this.group = group;
    this.console = console;
    this.detached = detached;
  }

  /** Starts all; whatever ends this process before it is done ends them too. */
  void start() throws IOException {
    Runtime.getRuntime().addShutdownHook(new Thread(this::stopOnExit, "quorate-up-stop"));
    var mode = detached ? ReplicaProcess.Mode.DETACHED : ReplicaProcess.Mode.ATTACHED;
    int n = group.genesis().members().size();
    for (int i = 0; i < n; i++) {
      processes.add(ReplicaProcess.launch(group, i, mode));
      clients.add(new StatusClient(group.http(i)));
    }
    console.progress("starting " + n + " replicas");
  }

  private void stopOnExit() {
    if (!leaveRunning && processes.stream().anyMatch(Process::isAlive)) {
      console.progress("stopping");
      ReplicaProcess.stop(processes.stream().map(Process::toHandle).toList());
      DownCommand.stopAll(group);
    }
  }

  /** Waits until all agree in one view and order something; a refusal when they do not. */
  void awaitAgreement() throws InterruptedException {
    while (!agree() || !clients.get(0).orders()) {
      refuseIfEnded();
      if (System.nanoTime() - begin > PATIENCE.toNanos()) {
        throw Refusal.failed("no agreement within " + PATIENCE.toSeconds() + " s; see log/");
      }
      TimeUnit.MILLISECONDS.sleep(StatusClient.POLL_MILLIS);
    }
  }

  private boolean agree() throws InterruptedException {
    var views = new HashMap<Long, Integer>();
    for (int i = 0; i < clients.size(); i++) {
      var status = clients.get(i).fetch();
      show(i, status);
      status
          .filter(StatusClient::agrees)
          .ifPresent(s -> views.merge(s.path("view").asLong(), 1, Integer::sum));
    }
    int together = views.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    if (together < new Quorum(clients.size()).size()) {
      quorumSince = Long.MAX_VALUE;
    } else if (quorumSince == Long.MAX_VALUE) {
      quorumSince = System.nanoTime();
    }
    return together == clients.size()
        || (quorumSince != Long.MAX_VALUE
            && System.nanoTime() - quorumSince > STRAGGLERS.toNanos());
  }

  private void show(int replica, Optional<JsonNode> status) {
    var text =
        status
            .map(s -> s.path("mode").asText() + ", view " + s.path("view").asText())
            .orElse("starting");
    if (!text.equals(shown.put(replica, text))) {
      double seconds = (System.nanoTime() - begin) / 1e9;
      console.progress(String.format("  %5.1f s  replica %d  %s", seconds, replica, text));
    }
  }

  private void refuseIfEnded() {
    for (int i = 0; i < processes.size(); i++) {
      if (!processes.get(i).isAlive()) {
        var why = ReplicaProcess.lastWords(group, i);
        throw processes.get(i).exitValue() == Refusal.USAGE
            ? Refusal.usage(why)
            : Refusal.failed(why);
      }
    }
  }

  /** Says that it runs, where, and what to do with it. */
  void announce() {
    leaveRunning = detached;
    var json = Console.object().put("dir", group.root().toString());
    var array = json.putArray("replicas");
    var text = new StringBuilder();
    text.append(String.format("The group of %d agrees.%n", clients.size()));
    for (int i = 0; i < clients.size(); i++) {
      var base = clients.get(i).base();
      array.addObject().put("replica", i).put("http", base).put("pid", processes.get(i).pid());
      text.append(String.format("  replica %d  %s  process %d%n", i, base, processes.get(i).pid()));
    }
    console.answer(json.put("seconds", (System.nanoTime() - begin) / 1e9), text + advice());
  }

  private String advice() {
    var dir = group.root().endsWith("cluster") ? "" : " --dir '" + group.root() + "'";
    var curl = clients.get(0).base() + "/kv/colour";
    return String.join(
        System.lineSeparator(),
        "put:    ./quorate put" + dir + " colour red    or  curl -X PUT -d red " + curl,
        "get:    ./quorate get" + dir + " colour        or  curl " + curl,
        "watch:  ./quorate status" + dir + " --watch",
        "stop:   " + (detached ? "./quorate down" + dir : "Ctrl-C"));
  }

  /** Stays until all replicas have ended, telling of each that does. */
  int stay() throws InterruptedException {
    var alive = new ArrayList<>(processes);
    while (!alive.isEmpty() || restarted()) {
      for (var process : List.copyOf(alive)) {
        if (process.waitFor(StatusClient.POLL_MILLIS, TimeUnit.MILLISECONDS)) {
          int replica = processes.indexOf(process);
          console.progress("replica " + replica + " ended (exit code " + process.exitValue() + ")");
          alive.remove(process);
        }
      }
      if (alive.isEmpty()) {
        TimeUnit.MILLISECONDS.sleep(StatusClient.POLL_MILLIS);
      }
    }
    return 0;
  }

  /** Does a replica run that somebody started again? */
  private boolean restarted() {
    return group.local().stream().anyMatch(i -> group.pid(i).running().isPresent());
  }
}
