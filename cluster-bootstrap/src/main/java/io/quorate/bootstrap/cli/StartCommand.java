package io.quorate.bootstrap.cli;

import io.quorate.bootstrap.access.ReplicaStarter;
import io.quorate.bootstrap.node.Node;
import io.quorate.bootstrap.tls.FasterCiphers;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
    ReplicaProcess.refuseSecond(group, replica);
    pid.write(ProcessHandle.current());
    FasterCiphers.prefer();
    try {
      var node = Node.start(settings, Providers.one(ReplicaStarter.class));
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(node, pid), "quorate-stop"));
      node.system().getWhenTerminated().toCompletableFuture().join();
      return Refusal.FAILED;
    } catch (RuntimeException e) {
      pid.delete();
      throw e;
    }
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
    ReplicaProcess.refuseSecond(group, replica);
    var process = ReplicaProcess.launch(group, replica, ReplicaProcess.Mode.DETACHED);
    var client = new StatusClient(group.http(replica));
    long end = System.nanoTime() + START_PATIENCE.toNanos();
    while (client.fetch().isEmpty()) {
      if (process.waitFor(StatusClient.POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        throw process.exitValue() == Refusal.USAGE
            ? Refusal.usage(ReplicaProcess.lastWords(group, replica))
            : Refusal.failed(ReplicaProcess.lastWords(group, replica));
      }
      if (System.nanoTime() > end) {
        throw Refusal.failed("replica " + replica + " does not answer; see its log/");
      }
    }
    var json = Console.object().put("replica", replica).put("pid", process.pid());
    Console.of(spec, output)
        .answer(json, "replica " + replica + " runs as process " + process.pid());
    return 0;
  }
}
