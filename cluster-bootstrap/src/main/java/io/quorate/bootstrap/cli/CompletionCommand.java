package io.quorate.bootstrap.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Writes a script for bash and zsh, made of what the commands declare. */
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    description = "Prints completions for bash and zsh: source <(./quorate completion).")
final class CompletionCommand implements Callable<Integer> {

  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    var out = spec.commandLine().getOut();
    out.println(AutoComplete.bash("quorate", QuorateCommand.commandLine()));
    out.flush();
    return 0;
  }
}
