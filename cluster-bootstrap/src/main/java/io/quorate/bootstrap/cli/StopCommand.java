package io.quorate.bootstrap.cli;

import io.quorate.bootstrap.cli.group.CommandFailure;
import io.quorate.bootstrap.cli.group.Console;
import io.quorate.bootstrap.cli.group.Options;
import io.quorate.bootstrap.cli.group.ReplicaProcess;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "stop",
    mixinStandardHelpOptions = true,
    description = "Stops one replica and waits until it is gone.")
final class StopCommand implements Callable<Integer> {

  @Spec CommandSpec spec;
  @Mixin Options.Where where;
  @Mixin Options.Output output;

  @Option(names = "--replica", paramLabel = "I", required = true, description = "Which, from 0.")
  int replica;

  @Override
  public Integer call() {
    var group = where.group();
    if (!group.local().contains(replica)) {
      throw CommandFailure.usage("there is no replica " + replica + " in " + group.root());
    }
    var running = group.running(replica).endable();
    ReplicaProcess.stop(running.map(List::of).orElse(List.of()));
    group.pid(replica).delete();
    var json = Console.object().put("replica", replica).put("stopped", running.isPresent());
    Console.of(spec, output)
        .answer(json, "replica " + replica + (running.isPresent() ? " stopped" : " did not run"));
    return 0;
  }
}
