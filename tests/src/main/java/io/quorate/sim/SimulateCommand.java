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

  @Option(
      names = "--jobs",
      paramLabel = "J",
      description = "Seeds at once; by default as many as processors.")
  Optional<String> jobs;

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description = "Keep a report here; the same command goes on if it was stopped.")
  Optional<String> report;

  @Option(
      names = "--requests",
      paramLabel = "N",
      description = "How many requests clients ask in all; 60.")
  Optional<String> requests;

  @Option(names = "--clients", paramLabel = "N", description = "How many clients share them; 6.")
  Optional<String> clients;

  @Option(names = "--trouble", paramLabel = "SECONDS", description = "How long faults last; 8.")
  Optional<String> trouble;

  @Option(
      names = "--strikes",
      paramLabel = "LIST",
      description = "Of the drawn disturbances only these, counted from 1; or none.")
  Optional<String> strikes;

  @Option(
      names = "--sizes",
      paramLabel = "KIND",
      description = "Of what is asked and told: tiny, scaled, real; by default drawn.")
  Optional<String> sizes;

  @Option(
      names = "--costs",
      paramLabel = "KIND",
      description = "What work takes: free, fair, dear; by default drawn.")
  Optional<String> costs;

  @Option(
      names = "--transcript",
      paramLabel = "FILE",
      description = "With --seed: all that happened, if it fails.")
  Optional<String> transcript;

  @Option(
      names = "--shrink",
      paramLabel = "SECONDS",
      description = "With --seed: how long a smaller failure is looked for; 60.")
  Optional<String> shrink;

  @Override
  public Integer call() {
    var arguments = new ArrayList<String>();
    add(arguments, "--seed", seed);
    add(arguments, "--seeds", seeds);
    add(arguments, "--minutes", minutes);
    add(arguments, "--replicas", replicas);
    add(arguments, "--faults", faults);
    add(arguments, "--jobs", jobs);
    add(arguments, "--report", report);
    add(arguments, "--requests", requests);
    add(arguments, "--clients", clients);
    add(arguments, "--trouble", trouble);
    add(arguments, "--strikes", strikes);
    add(arguments, "--sizes", sizes);
    add(arguments, "--costs", costs);
    add(arguments, "--transcript", transcript);
    add(arguments, "--shrink", shrink);
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
