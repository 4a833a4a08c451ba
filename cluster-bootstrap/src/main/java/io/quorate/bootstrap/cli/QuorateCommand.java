package io.quorate.bootstrap.cli;

import io.quorate.bootstrap.cli.group.Arguments;
import io.quorate.bootstrap.cli.group.CommandFailure;
import io.quorate.bootstrap.cli.kv.CasCommand;
import io.quorate.bootstrap.cli.kv.DeleteCommand;
import io.quorate.bootstrap.cli.kv.GetCommand;
import io.quorate.bootstrap.cli.kv.PutCommand;
import io.quorate.bootstrap.node.CannotStart;
import io.quorate.bootstrap.settings.Problems;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The root of all commands. */
@Command(
    name = "quorate",
    mixinStandardHelpOptions = true,
    version = "quorate 0.1.0",
    description = "A replicated state machine that withstands lying replicas.",
    footer = {
      "",
      "Start here: quorate up, then quorate put colour red, quorate get colour, quorate status.",
      "Exit codes: 0 done, 1 failed, 2 asked wrongly or cannot start here."
    })
public final class QuorateCommand implements Callable<Integer> {

  /** Commands that live in modules of their own. */
  private static final List<String> ELSEWHERE = List.of("bench", "simulate");

  private static final List<Class<?>> HERE =
      List.of(
          UpCommand.class,
          DownCommand.class,
          InitCommand.class,
          StartCommand.class,
          StopCommand.class,
          PutCommand.class,
          GetCommand.class,
          DeleteCommand.class,
          CasCommand.class,
          StatusCommand.class,
          LimitsCommand.class,
          ProveCommand.class,
          VerifyCommand.class,
          LightCommand.class,
          HandOverCommand.class,
          CompletionCommand.class,
          RehearseCommand.class);

  @Spec CommandSpec spec;

  /** Runs one command line and gives its exit code. */
  public static int run(String... arguments) {
    try {
      var words = Arguments.read(arguments);
      return written(commandLine(words)).execute(words.toArray(String[]::new));
    } catch (CommandFailure e) {
      return report(e, written(commandLine()));
    }
  }

  /** Whatever the locale is. */
  private static CommandLine written(CommandLine line) {
    return line.setOut(utf8(FileDescriptor.out)).setErr(utf8(FileDescriptor.err));
  }

  private static PrintWriter utf8(FileDescriptor to) {
    return new PrintWriter(new FileOutputStream(to), true, StandardCharsets.UTF_8);
  }

  /** Runs one command line for a command of another module; only what goes wrong is shown. */
  public static int quietly(List<String> arguments) {
    var line = commandLine(arguments);
    line.setOut(new PrintWriter(Writer.nullWriter()));
    if (arguments.contains("--json")) {
      line.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    }
    return line.execute(arguments.toArray(String[]::new));
  }

  /** Names of the commands of this module. */
  public static Set<String> names() {
    return HERE.stream()
        .map(each -> each.getAnnotation(Command.class).name())
        .collect(Collectors.toSet());
  }

  /** Knows the command that these words begin with, or all: to learn one takes a while. */
  private static CommandLine commandLine(List<String> words) {
    for (var each : HERE) {
      var name = each.getAnnotation(Command.class).name();
      if (!words.isEmpty() && words.get(0).equals(name)) {
        return handling(new CommandLine(new QuorateCommand()).addSubcommand(name, each));
      }
    }
    return commandLine();
  }

  static CommandLine commandLine() {
    var line = new CommandLine(new QuorateCommand());
    HERE.forEach(each -> line.addSubcommand(each.getAnnotation(Command.class).name(), each));
    ServiceLoader.load(Subcommand.class).forEach(line::addSubcommand);
    ELSEWHERE.stream()
        .filter(name -> !line.getSubcommands().containsKey(name))
        .forEach(name -> line.addSubcommand(name, new Absent(name)));
    return handling(line);
  }

  private static CommandLine handling(CommandLine line) {
    return line.setExpandAtFiles(false)
        .setExecutionExceptionHandler((failure, at, parsed) -> report(failure, at));
  }

  private static int report(Exception failure, CommandLine at) {
    var cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (Boolean.getBoolean("quorate.debug")) {
      cause.printStackTrace(at.getErr());
    }
    at.getErr().println("quorate: " + cause.getMessage());
    at.getErr().flush();
    if (cause instanceof CommandFailure refusal) {
      return refusal.code();
    }
    return cause instanceof CannotStart || cause instanceof Problems.Unusable
        ? CommandFailure.USAGE
        : CommandFailure.FAILED;
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return CommandFailure.USAGE;
  }

  /** Stands where a module's command would be, and says which module is not here. */
  @Command(hidden = true)
  static final class Absent implements Callable<Integer> {
    private final String name;

    @CommandLine.Unmatched List<String> ignored;

    Absent(String name) {
      this.name = name;
    }

    @Override
    public Integer call() {
      throw CommandFailure.usage(
          "this build has no " + name + ": its module is not on the class path");
    }
  }
}
