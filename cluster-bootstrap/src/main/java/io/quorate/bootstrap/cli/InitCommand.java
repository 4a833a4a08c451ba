package io.quorate.bootstrap.cli;

import io.quorate.bootstrap.cli.group.Console;
import io.quorate.bootstrap.cli.group.GroupFounder;
import io.quorate.bootstrap.cli.group.Options;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "init",
    mixinStandardHelpOptions = true,
    description = "Makes keys, certificates, a committee and each replica's settings.")
final class InitCommand implements Callable<Integer> {

  @Spec CommandSpec spec;
  @Mixin Options.Where where;
  @Mixin Options.Founding founding;
  @Mixin Options.Output output;

  @Option(names = "--memory", description = "Replicas of this group keep nothing on disk.")
  boolean memory;

  @Override
  public Integer call() {
    var group = where.group();
    new GroupFounder(group, founding.plan(!memory)).found();
    var json = Console.object().put("dir", group.root().toString());
    Console.of(spec, output)
        .answer(
            json.put("replicas", founding.replicas),
            "A group of " + founding.replicas + " is ready in " + group.root());
    return 0;
  }
}
