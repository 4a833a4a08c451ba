package io.quorate.bootstrap.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.bootstrap.access.ReplicaStarter;
import io.quorate.bootstrap.cli.group.CommandFailure;
import io.quorate.bootstrap.cli.group.Console;
import io.quorate.bootstrap.cli.group.GroupDirectory;
import io.quorate.bootstrap.cli.group.Options;
import io.quorate.bootstrap.cli.group.PidFile;
import io.quorate.bootstrap.cli.group.Providers;
import io.quorate.bootstrap.cli.group.ReplicaProcess;
import io.quorate.bootstrap.cli.group.StatusClient;
import io.quorate.bootstrap.node.Node;
import io.quorate.bootstrap.tls.NativeCiphers;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "start",
    mixinStandardHelpOptions = true,
    description = "Starts one replica; in the background unless --foreground is given.")
final class StartCommand implements Callable<Integer> {

  private static final Duration STOP_PATIENCE = Duration.ofSeconds(15);
  private static final Duration START_PATIENCE = Duration.ofMinutes(1);
  private static final Duration RECOVERY_PATIENCE = Duration.ofSeconds(15);

  @Spec CommandSpec spec;
  @Mixin Options.Where where;
  @Mixin Options.Output output;

  @Option(names = "--replica", paramLabel = "I", required = true, description = "Which, from 0.")
  int replica;

  @Option(names = "--foreground", description = "Stay, and log to the console.")
  boolean foreground;

  @Override
  public Integer call() throws Exception {
    if (foreground) {
      System.setProperty("quorate-log.level", System.getProperty("quorate-log.level", "INFO"));
    }
    var group = where.group();
    return foreground ? stay(group) : launch(group);
  }

  private int stay(GroupDirectory group) throws IOException, InterruptedException {
    var settings = group.settings(replica);
    var pid = group.pid(replica);
    var held = new AtomicBoolean();
    group.running(replica).refuseSecond();
    NativeCiphers.prefer();
    try {
      var starter = Providers.one(ReplicaStarter.class);
      var node = Node.start(settings, starter, () -> held.set(noted(pid)));
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(node, pid), "quorate-stop"));
      node.system().getWhenTerminated().toCompletableFuture().join();
      return CommandFailure.FAILED;
    } catch (RuntimeException e) {
      if (held.get()) {
        pid.delete();
      }
      throw e;
    }
  }

  private static boolean noted(PidFile pid) {
    pid.write(ProcessHandle.current());
    return true;
  }

  private static void stop(Node node, PidFile pid) {
    try {
      node.stop().toCompletableFuture().get(STOP_PATIENCE.toSeconds(), TimeUnit.SECONDS);
      pid.delete();
    } catch (InterruptedException | TimeoutException | java.util.concurrent.ExecutionException e) {
      throw new CompletionException("the replica did not stop in order", e);
    }
  }

  private int launch(GroupDirectory group) throws IOException, InterruptedException {
    group.settings(replica);
    var client = new StatusClient(group.http(replica));
    try {
      group.running(replica).refuseSecond();
    } catch (CommandFailure runs) {
      throw client
          .fetch()
          .map(status -> CommandFailure.usage(runs.getMessage() + state(status)))
          .orElse(runs);
    }
    var process = ReplicaProcess.launch(group, replica, ReplicaProcess.Mode.DETACHED);
    var status = await(group, process, client);
    if (StatusClient.isHalted(status)) {
      throw CommandFailure.failed(
          "replica " + replica + " runs as process " + process.pid() + state(status));
    }
    var json = Console.object().put("replica", replica).put("pid", process.pid());
    Console.of(spec, output)
        .answer(
            json.put("mode", status.path("mode").asText()),
            "replica " + replica + " runs as process " + process.pid() + state(status));
    return 0;
  }

  private String state(JsonNode status) {
    return ", and is "
        + StatusClient.described(status)
        + (StatusClient.isHalted(status)
            ? "; to start it again: quorate stop --replica " + replica + ", then start"
            : "");
  }

  /** Waits until it answers, and a while until it has read its journal. */
  private JsonNode await(GroupDirectory group, Process process, StatusClient client)
      throws InterruptedException {
    long begin = System.nanoTime();
    var status = client.fetch();
    while (status.isEmpty()
        || (StatusClient.isRecovering(status.get())
            && System.nanoTime() - begin < RECOVERY_PATIENCE.toNanos())) {
      if (process.waitFor(StatusClient.POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        throw process.exitValue() == CommandFailure.USAGE
            ? CommandFailure.usage(ReplicaProcess.lastWords(group, replica))
            : CommandFailure.failed(ReplicaProcess.lastWords(group, replica));
      }
      if (System.nanoTime() - begin > START_PATIENCE.toNanos()) {
        throw CommandFailure.failed("replica " + replica + " does not answer; see its log/");
      }
      status = client.fetch();
    }
    return status.get();
  }
}
