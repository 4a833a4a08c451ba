package io.quorate.bootstrap.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "down",
    mixinStandardHelpOptions = true,
    description = "Stops all replicas that run here and waits until they are gone.")
final class DownCommand implements Callable<Integer> {

  @Spec CommandSpec spec;
  @Mixin Options.Where where;
  @Mixin Options.Output output;

  @Override
  public Integer call() {
    int stopped = stopAll(where.group());
    Console.of(spec, output)
        .answer(
            Console.object().put("stopped", stopped),
            stopped == 0 ? "nothing ran" : stopped + " replicas stopped");
    return 0;
  }

  /** Stops every replica of this directory that runs, however it was started. */
  static int stopAll(GroupDirectory group) {
    var running = group.local().stream().flatMap(i -> group.pid(i).running().stream()).toList();
    ReplicaProcess.stop(running);
    group.local().forEach(i -> group.pid(i).delete());
    return running.size();
  }
}
