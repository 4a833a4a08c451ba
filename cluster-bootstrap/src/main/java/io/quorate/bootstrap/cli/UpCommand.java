package io.quorate.bootstrap.cli;

import io.quorate.bootstrap.cli.group.CommandFailure;
import io.quorate.bootstrap.cli.group.Console;
import io.quorate.bootstrap.cli.group.GroupDirectory;
import io.quorate.bootstrap.cli.group.GroupFounder;
import io.quorate.bootstrap.cli.group.Options;
import io.quorate.bootstrap.cli.group.Staging;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    description = {
      "Starts a group on this machine, a process per replica, and waits until it agrees.",
      "Makes keys and a committee first if there are none; finds its data again if there are.",
      "Replicas that run already are left running. Exit code 1 if one does not take part."
    })
final class UpCommand implements Callable<Integer> {

  @Spec CommandSpec spec;
  @Mixin Options.Where where;
  @Mixin Options.Founding founding;
  @Mixin Options.Output output;

  @Option(names = "--detach", description = "Return when the group agrees; it goes on running.")
  boolean detach;

  @Option(names = "--memory", description = "Keep nothing on disk.")
  boolean memory;

  @Override
  public Integer call() throws IOException, InterruptedException {
    var group = where.group();
    var console = Console.of(spec, output);
    if (memory) {
      System.setProperty("quorate.mode", "memory");
    }
    prepare(group, console);
    var genesis = group.genesis();
    var running = new RunningGroup(group, genesis, console, detach);
    running.start(genesis);
    running.awaitAgreement();
    running.announce();
    var incomplete = running.incomplete();
    if (detach) {
      incomplete.ifPresent(UpCommand::raise);
      return 0;
    }
    incomplete.ifPresent(why -> console.err().println("quorate: " + why.getMessage()));
    running.stay();
    return incomplete.isPresent() ? CommandFailure.FAILED : 0;
  }

  private static void raise(CommandFailure why) {
    throw why;
  }

  private void prepare(GroupDirectory group, Console console) {
    if (!group.exists() || new Staging(group.root()).isComplete()) {
      console.progress("founding a group of " + founding.replicas + " in " + group.root());
      new GroupFounder(group, founding.plan(!memory)).found();
      return;
    }
    int n = group.genesis().members().size();
    if (given("--replicas") && founding.replicas != n) {
      throw CommandFailure.usage(
          group.root() + " has a group of " + n + ", not " + founding.replicas);
    }
    boolean otherBase = given("--base-port") && differs(group);
    boolean otherHttp = given("--http-port") && httpDiffers(group);
    if (otherBase || otherHttp) {
      throw CommandFailure.usage(
          group.root() + " has a group with other ports: change them in each application.conf");
    }
    console.progress("found a group of " + n + " in " + group.root());
  }

  private boolean given(String option) {
    return spec.commandLine().getParseResult().hasMatchedOption(option);
  }

  private boolean differs(GroupDirectory group) {
    return group.settings(0).listen().port() != founding.basePort;
  }

  private boolean httpDiffers(GroupDirectory group) {
    return group.http(0).port() != founding.httpPort;
  }
}
