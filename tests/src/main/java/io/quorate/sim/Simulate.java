package io.quorate.sim;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/**
 * Runs simulated groups from the command line: a line for each seed that failed, and a last line
 * {@code seeds N ok N violations N trace SHA256}.
 */
public final class Simulate {

  private static final int GOOD = 0;
  private static final int VIOLATED = 1;
  private static final int MISUSED = 2;
  private static final long DEFAULT_SEEDS = 100;

  private final PrintStream out;
  private long first = 1;
  private long last = DEFAULT_SEEDS;
  private int replicas = 4;
  private long patience = Long.MAX_VALUE;
  private Optional<Faults> faults = Optional.empty();

  private Simulate(PrintStream out) {
    this.out = out;
  }

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
    return run(System.out, args);
  }

  /** What replicas refuse and why they stop is the point of most runs, and thousands of lines. */
  private static void quieten() {
    for (var name : List.of("io.quorate", "org.apache.pekko")) {
      ((Logger) LoggerFactory.getLogger(name)).setLevel(Level.OFF);
    }
  }

  static int run(PrintStream out, String... args) {
    var simulate = new Simulate(out);
    try {
      simulate.parse(args);
    } catch (IllegalArgumentException e) {
      out.println("simulate: " + e.getMessage());
      out.println(
          "usage: simulate [--seed S] [--seeds A..B] [--minutes M] [--replicas N] [--faults LIST]");
      out.println("faults: " + String.join(",", Faults.words()));
      return MISUSED;
    }
    return simulate.runAll();
  }

  private void parse(String... args) {
    for (int i = 0; i < args.length; i += 2) {
      if (i + 1 == args.length) {
        throw new IllegalArgumentException(args[i] + " needs a value");
      }
      take(args[i], args[i + 1]);
    }
  }

  private void take(String option, String value) {
    switch (option) {
      case "--seed" -> {
        first = seed(value);
        last = first;
      }
      case "--seeds" -> {
        var ends = value.split("\\.\\.", -1);
        if (ends.length != 2 || seed(ends[0]) > seed(ends[1])) {
          throw new IllegalArgumentException("seeds are given as A..B, not " + value);
        }
        first = seed(ends[0]);
        last = seed(ends[1]);
      }
      case "--minutes" -> {
        patience = Math.round(number(value) * 60e9);
        last = Long.MAX_VALUE - 1;
      }
      case "--replicas" -> {
        replicas = (int) number(value);
        if (replicas < 4 || replicas > 32) {
          throw new IllegalArgumentException("a group has 4 to 32 replicas, not " + value);
        }
      }
      case "--faults" -> faults = Optional.of(Faults.parse(value));
      default -> throw new IllegalArgumentException("no option is called " + option);
    }
  }

  private static long seed(String text) {
    if (!text.matches("[0-9]{1,18}")) {
      throw new IllegalArgumentException("a seed is a number from 0 up, not " + text);
    }
    return Long.parseLong(text);
  }

  private static double number(String text) {
    if (!text.matches("[0-9]{1,6}(\\.[0-9]{1,6})?")) {
      throw new IllegalArgumentException(text + " is not a number from 0 up");
    }
    return Double.parseDouble(text);
  }

  private int runAll() {
    var traces = sha256();
    var summary = new Summary();
    String trace = "";
    long began = System.nanoTime();
    long worked = processorTime();
    for (long seed = first; seed <= last && System.nanoTime() - began < patience; seed++) {
      var run = faults.orElse(Faults.drawn(seed)).on(replicas, seed).run();
      summary.add(run);
      trace = run.trace();
      traces.update(trace.getBytes(StandardCharsets.US_ASCII));
      if (!run.isGood()) {
        out.println("seed " + seed + ": " + run.violations().get(0));
      }
    }
    summary.print(out, System.nanoTime() - began, processorTime() - worked);
    var all = summary.seeds() == 1 ? trace : HexFormat.of().formatHex(traces.digest());
    out.println(summary.lastLine(all));
    return summary.violations() == 0 ? GOOD : VIOLATED;
  }

  /** Of this thread: what a run costs on a machine that does other things, too. */
  private static long processorTime() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
