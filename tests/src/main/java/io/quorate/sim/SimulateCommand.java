package io.quorate.sim;

import io.quorate.bootstrap.cli.Subcommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./quorate simulate}. */
@Command(
    name = "simulate",
    mixinStandardHelpOptions = true,
    description = {
      "Runs whole groups in virtual time under faults, a run a seed; the same seed, the same run.",
      "Prints every seed that violates a property; exit code 1 if one does."
    })
public final class SimulateCommand implements Subcommand {

  @Option(names = "--seed", paramLabel = "S", description = "This seed alone.")
  Optional<String> seed;

  @Option(names = "--seeds", paramLabel = "A..B", description = "These seeds, B included.")
  Optional<String> seeds;

  @Option(names = "--minutes", paramLabel = "M", description = "New seeds for so long.")
  Optional<String> minutes;

  @Option(names = "--replicas", paramLabel = "N", description = "At least 4.")
  Optional<String> replicas;

  @Option(names = "--faults", paramLabel = "LIST", description = "Kinds of faults, by commas.")
  Optional<String> faults;

  @Override
  public Integer call() {
    var arguments = new ArrayList<String>();
    add(arguments, "--seed", seed);
    add(arguments, "--seeds", seeds);
    add(arguments, "--minutes", minutes);
    add(arguments, "--replicas", replicas);
    add(arguments, "--faults", faults);
    return Simulate.run(arguments.toArray(String[]::new));
  }

  private static void add(List<String> arguments, String name, Optional<String> value) {
    value.ifPresent(
        text -> {
          arguments.add(name);
          arguments.add(text);
        });
  }
}
