package io.quorate.bootstrap.cli.group;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Optional;

/** One replica of a group that {@code up} brings up: taken up while it runs, or started. */
public final class LaunchedReplica {

  private static final int SIGNAL = 128;

  private final GroupDirectory group;
  private final RunningReplica replica;
  private final StatusClient client;
  private Optional<Process> child = Optional.empty();
  private Optional<ProcessHandle> process = Optional.empty();
  private Optional<CommandFailure> failure = Optional.empty();
  private Optional<JsonNode> status = Optional.empty();

  private LaunchedReplica(GroupDirectory group, RunningReplica replica, StatusClient client) {
    this.group = group;
    this.replica = replica;
    this.client = client;
  }

  /** One that runs already. */
  public static LaunchedReplica takenUp(GroupDirectory group, RunningReplica running) {
    var taken = new LaunchedReplica(group, running, client(group, running));
    taken.process = running.process();
    return taken;
  }

  /** Starts one. */
  public static LaunchedReplica started(
      GroupDirectory group, RunningReplica replica, ReplicaProcess.Mode mode) throws IOException {
    var started = new LaunchedReplica(group, replica, client(group, replica));
    var child = ReplicaProcess.launch(group, replica.index(), mode);
    started.child = Optional.of(child);
    started.process = Optional.of(child.toHandle());
    return started;
  }

  /** One that cannot be started. */
  public static LaunchedReplica refused(
      GroupDirectory group, RunningReplica replica, CommandFailure why) {
    var refused = new LaunchedReplica(group, replica, StatusClient.NOWHERE);
    refused.failure = Optional.of(why);
    return refused;
  }

  private static StatusClient client(GroupDirectory group, RunningReplica replica) {
    return new StatusClient(group.http(replica.index()));
  }

  public int index() {
    return replica.index();
  }

  public RunningReplica replica() {
    return replica;
  }

  public StatusClient client() {
    return client;
  }

  /** Empty when it runs where it cannot be seen from here, or does not run. */
  public Optional<ProcessHandle> process() {
    return process;
  }

  public boolean wasStarted() {
    return child.isPresent();
  }

  /** Why it does not run; empty as long as it does, or may. */
  public Optional<CommandFailure> failure() {
    return failure;
  }

  public boolean isAlive() {
    return process.isPresent() && process.get().isAlive();
  }

  /** How it was when last asked. */
  public Optional<JsonNode> status() {
    return status;
  }

  public void ask() throws InterruptedException {
    status = failure.isPresent() ? Optional.empty() : client.fetch();
  }

  public boolean agrees() {
    return status.filter(StatusClient::agrees).isPresent();
  }

  /** Is there nothing to wait for: it agrees, or never will? */
  public boolean isSettled() {
    return failure.isPresent()
        || agrees()
        || isHalted()
        || status.filter(StatusClient::isLearning).isPresent();
  }

  /** Does it run, as far as is known, and not answer? */
  public boolean isSilent() {
    return failure.isEmpty() && status.isEmpty();
  }

  public boolean isHalted() {
    return status.filter(StatusClient::isHalted).isPresent();
  }

  /** Has the process that was started ended? */
  public boolean hasEnded() {
    return failure.isEmpty() && child.isPresent() && !child.get().isAlive();
  }

  /** For people; empty for one that was not started from here. */
  public String exitCode() {
    return child.map(ended -> " (exit code " + ended.exitValue() + ")").orElse("");
  }

  /** Finds out why it ended; another process may be this replica instead. */
  public void noteEnd() {
    int code = child.orElseThrow().exitValue();
    child = Optional.empty();
    process = replica.process();
    if (process.isEmpty()) {
      var why = lastWords(code);
      failure =
          Optional.of(
              code == CommandFailure.USAGE
                  ? CommandFailure.usage(why)
                  : CommandFailure.failed(why));
    }
  }

  private String lastWords(int code) {
    return code > SIGNAL
        ? "replica " + index() + " was ended by signal " + (code - SIGNAL) + " while it started"
        : ReplicaProcess.lastWords(group, index());
  }
}
