package io.quorate.bootstrap.cli;

import io.quorate.bootstrap.cli.group.CommandFailure;
import io.quorate.bootstrap.cli.group.Console;
import io.quorate.bootstrap.cli.group.GroupDirectory;
import io.quorate.bootstrap.cli.group.Options;
import io.quorate.bootstrap.cli.group.ReplicaProcess;
import java.util.ArrayList;
import java.util.List;
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
    var left = new ArrayList<String>();
    int stopped = stopAll(where.group(), left);
    var text = stopped == 0 ? "nothing was stopped" : stopped + " replicas stopped";
    var json = Console.object().put("stopped", stopped);
    Console.of(spec, output).answer(json, stopped + left.size() == 0 ? "nothing ran" : text);
    if (!left.isEmpty()) {
      throw CommandFailure.failed(String.join(System.lineSeparator() + "quorate: ", left));
    }
    return 0;
  }

  /**
   * Stops every replica of this directory that runs, however it was started.
   *
   * @param left is told of each that runs and may not be ended from here
   * @return how many were stopped
   */
  static int stopAll(GroupDirectory group, List<String> left) {
    var running = new ArrayList<ProcessHandle>();
    var stopped = new ArrayList<Integer>();
    for (int replica : group.local()) {
      try {
        group.running(replica).endable().ifPresent(running::add);
        stopped.add(replica);
      } catch (CommandFailure e) {
        left.add(e.getMessage());
      }
    }
    ReplicaProcess.stop(running);
    stopped.forEach(replica -> group.pid(replica).delete());
    return running.size();
  }
}
