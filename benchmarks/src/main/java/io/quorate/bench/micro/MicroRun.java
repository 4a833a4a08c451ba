package io.quorate.bench.micro;

import io.quorate.bootstrap.cli.group.CommandFailure;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.profile.MemPoolProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs the benchmarks of single parts, each in a JVM of its own.
 *
 * @param pattern of their names; a part of the name is enough
 * @param iterations of a second each that count, after as many that do not
 */
public record MicroRun(String pattern, int iterations) {

  private static final TimeValue ITERATION = TimeValue.seconds(1);

  /** Matches all. */
  public static final String ALL = ".*";

  public MicroRun {
    try {
      Pattern.compile(pattern);
    } catch (PatternSyntaxException e) {
      throw CommandFailure.usage("--micro: " + e.getDescription() + " in " + pattern);
    }
  }

  /** Names of the benchmarks that will run; a refusal when there are none. */
  public List<String> names() {
    var names = new TreeSet<String>();
    for (var entry : entries()) {
      names.add(entry.getUsername());
    }
    if (names.isEmpty()) {
      throw CommandFailure.usage("--micro: no benchmark is named like " + pattern);
    }
    return List.copyOf(names);
  }

  private Collection<BenchmarkListEntry> entries() {
    var silent = OutputFormatFactory.createFormatInstance(nowhere(), VerboseMode.SILENT);
    return BenchmarkList.defaultList().find(silent, List.of(pattern), List.of());
  }

  /** Measures one after another; tells which before each. */
  public MicroReport run(Consumer<String> progress) {
    var results = new ArrayList<RunResult>();
    for (var name : names()) {
      progress.accept("measuring " + MicroReport.shortened(name));
      try {
        results.addAll(new Runner(options(name)).run());
      } catch (RunnerException e) {
        throw CommandFailure.failed(name + ": " + e.getMessage());
      }
    }
    return new MicroReport(results);
  }

  private Options options(String name) {
    return new OptionsBuilder()
        .include("^" + Pattern.quote(name) + "$")
        .forks(1)
        .warmupIterations(iterations)
        .warmupTime(ITERATION)
        .measurementIterations(iterations)
        .measurementTime(ITERATION)
        .addProfiler(GCProfiler.class)
        .addProfiler(MemPoolProfiler.class)
        .shouldFailOnError(true)
        .verbosity(VerboseMode.SILENT)
        .build();
  }

  private static PrintStream nowhere() {
    return new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
  }
}
