package io.quorate.sim;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.quorate.sim.Summary.Count;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/**
 * Runs simulated groups from the command line: a line for each seed that failed, and a last line
 * {@code seeds N ok N violations N trace SHA256}. The failure of one seed alone is looked into: its
 * transcript, and the smallest schedule that fails alike.
 */
public final class Simulate {

  private static final int GOOD = 0;
  private static final int VIOLATED = 1;
  private static final int MISUSED = 2;
  private static final long KEPT_EVERY = 10_000_000_000L;

  private final PrintStream out;
  private final PrintStream progress;
  private final SimulateOptions options;
  private final long began = System.nanoTime();
  private Summary summary = new Summary();
  private Optional<Report> report = Optional.empty();
  private long next;
  private long last = began;

  private Simulate(PrintStream out, PrintStream progress, SimulateOptions options) {
    this.out = out;
    this.progress = progress;
    this.options = options;
  }

  /** A run, and how many nanoseconds of the processor it took. */
  private record Ended(Run run, long worked) {}

  /** Exits with what {@link #run} says. */
  public static void main(String... args) {
    System.exit(run(args));
  }

  /**
   * Runs what the arguments ask for.
   *
   * @return 0 when all is well, 1 when a property was violated, 2 when the arguments make no sense
   */
  public static int run(String... args) {
    quieten();
    return run(System.out, System.err, args);
  }

  /** What replicas refuse and why they stop is the point of most runs, and thousands of lines. */
  private static void quieten() {
    for (var name : List.of("io.quorate", "org.apache.pekko")) {
      ((Logger) LoggerFactory.getLogger(name)).setLevel(Level.OFF);
    }
  }

  static int run(PrintStream out, PrintStream progress, String... args) {
    try {
      var simulate = new Simulate(out, progress, SimulateOptions.parse(args));
      simulate.open();
      return simulate.runAll();
    } catch (IllegalArgumentException e) {
      progress.println("simulate: " + e.getMessage());
      return MISUSED;
    } catch (IOException e) {
      progress.println("simulate: cannot write: " + e.getMessage());
      return MISUSED;
    }
  }

  private void open() throws IOException {
    next = options.first();
    if (options.report().isPresent()) {
      var kept = new Report(options.report().get(), options.kind());
      var before = kept.begin(next);
      report = Optional.of(kept);
      next = before.next();
      summary = before.summary();
      if (next > options.first()) {
        progress.println("simulate: going on with seed " + next);
      }
    }
  }

  private int runAll() throws IOException {
    Workers.run(options.jobs(), next, this::isWanted, this::one, this::take);
    keep(System.nanoTime());
    if (options.isSingle() && summary.get(Count.VIOLATIONS) > 0) {
      lookInto(options.schedule(options.first()));
    }
    summary.lines().forEach(out::println);
    out.println(summary.lastLine());
    return summary.get(Count.VIOLATIONS) == 0 ? GOOD : VIOLATED;
  }

  private boolean isWanted(long seed) {
    return seed <= options.last() && System.nanoTime() - began < options.patience();
  }

  private Ended one(long seed) {
    long before = processorTime();
    var run = options.schedule(seed).run(Transcript.none());
    return new Ended(run, processorTime() - before);
  }

  private void take(Ended ended) {
    var run = ended.run();
    summary.add(run, ended.worked());
    next = run.seed() + 1;
    if (!run.isGood()) {
      out.println("seed " + run.seed() + ": " + run.violations().get(0));
      if (!options.isSingle()) {
        out.println("  ./quorate simulate " + options.schedule(run.seed()));
      }
    }
    long now = System.nanoTime();
    if (now - last > KEPT_EVERY) {
      try {
        keep(now);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      progress.printf(
          Locale.ROOT,
          "simulate: seed %d, %d violations, %.1f seeds/s%n",
          run.seed(),
          summary.get(Count.VIOLATIONS),
          summary.get(Count.SEEDS) * 1e9 / summary.get(Count.ELAPSED));
    }
  }

  private void keep(long now) throws IOException {
    summary.passed(now - last);
    last = now;
    if (report.isPresent()) {
      report.get().keep(next, summary);
    }
  }

  /** Runs a failing schedule again, written down, and looks for a smaller one. */
  private void lookInto(Schedule schedule) throws IOException {
    var transcript = Transcript.kept();
    var run = schedule.run(transcript);
    transcript.around().forEach(out::println);
    if (options.transcript().isPresent()) {
      Files.write(options.transcript().get(), transcript.all());
      out.println("all of it: " + options.transcript().get());
    }
    if (options.shrinking() > 0) {
      var smallest =
          Shrink.of(
              schedule,
              run,
              options.shrinking(),
              found -> progress.println("simulate: shrinking, " + found));
      out.println("smallest found: " + smallest.size());
      out.println("  ./quorate simulate " + smallest + " --shrink 0");
    }
  }

  /** Of this thread: what a run costs on a machine that does other things, too. */
  private static long processorTime() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
