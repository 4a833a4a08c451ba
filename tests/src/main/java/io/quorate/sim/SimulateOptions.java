package io.quorate.sim;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the command line of {@link Simulate} asks for. */
final class SimulateOptions {

  static final String USAGE =
      "usage: simulate [--seed S | --seeds A..B] [--minutes M] [--replicas N] [--faults LIST]"
          + " [--jobs J] [--report DIR] [--requests N] [--clients N] [--trouble SECONDS]"
          + " [--strikes LIST] [--sizes KIND] [--costs KIND] [--transcript FILE]"
          + " [--shrink SECONDS]";

  private static final long DEFAULT_SEEDS = 100;
  private static final int MOST_CLIENTS = 100;
  private static final String DRAWN = "drawn";

  private long first = 1;
  private long last = DEFAULT_SEEDS;
  private boolean single;
  private boolean ranged;
  private long patience = Long.MAX_VALUE;
  private int replicas = 4;
  private Optional<Faults> faults = Optional.empty();
  private int jobs = Runtime.getRuntime().availableProcessors();
  private Optional<Path> report = Optional.empty();
  private Optional<Path> transcript = Optional.empty();
  private int requests = SimulatedGroup.REQUESTS;
  private int clients = SimulatedGroup.CLIENTS;
  private long trouble = SimulatedGroup.TROUBLE;
  private Optional<Set<Integer>> strikes = Optional.empty();
  private Optional<Sizes.Kind> sizes = Optional.empty();
  private Optional<Costs.Kind> costs = Optional.empty();
  private long shrinking = 60_000_000_000L;

  private SimulateOptions() {}

  /**
   * Reads arguments.
   *
   * @throws IllegalArgumentException when they make no sense; the message says which
   */
  static SimulateOptions parse(String... args) {
    var options = new SimulateOptions();
    for (int i = 0; i < args.length; i += 2) {
      if (i + 1 == args.length) {
        throw new IllegalArgumentException(args[i] + " needs a value");
      }
      options.take(args[i], args[i + 1]);
    }
    if (options.single && options.ranged) {
      throw new IllegalArgumentException("one seed, or seeds, or minutes: not several of them");
    }
    if (options.requests < options.clients) {
      throw new IllegalArgumentException("every client asks: no fewer requests than clients");
    }
    return options;
  }

  private void take(String option, String value) {
    switch (option) {
      case "--seed" -> {
        first = seed(value);
        last = first;
        single = true;
      }
      case "--seeds" -> range(value);
      case "--minutes" -> {
        patience = Math.round(number(value) * 60e9);
        last = ranged ? last : Long.MAX_VALUE - 1;
        ranged = true;
      }
      case "--replicas" -> replicas = count(value, 4, 32, "a group has 4 to 32 replicas");
      case "--faults" -> faults = Optional.of(Faults.parse(value));
      case "--jobs" -> jobs = count(value, 1, 256, "1 to 256 seeds are run at once");
      case "--report" -> report = Optional.of(Path.of(value));
      case "--transcript" -> transcript = Optional.of(Path.of(value));
      case "--requests" -> requests = count(value, 1, 100_000, "1 to 100000 requests are asked");
      case "--clients" -> clients = count(value, 1, MOST_CLIENTS, "1 to 100 clients ask");
      case "--trouble" -> trouble = Math.max(1, Math.round(number(value) * 1e3));
      case "--strikes" -> strikes = Optional.of(numbers(value));
      case "--sizes" -> sizes = kind(Sizes.Kind.values(), Sizes.Kind::word, value);
      case "--costs" -> costs = kind(Costs.Kind.values(), Costs.Kind::word, value);
      case "--shrink" -> shrinking = Math.round(number(value) * 1e9);
      default -> throw new IllegalArgumentException("no option is called " + option);
    }
  }

  private void range(String value) {
    var ends = value.split("\\.\\.", -1);
    if (ends.length != 2) {
      throw new IllegalArgumentException("seeds are given as A..B, not " + value);
    }
    first = seed(ends[0]);
    last = seed(ends[1]);
    ranged = true;
    if (first > last) {
      throw new IllegalArgumentException("the range " + value + " is backwards");
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

  private static int count(String text, int least, int most, String rule) {
    if (!text.matches("[0-9]{1,6}")
        || Integer.parseInt(text) < least
        || Integer.parseInt(text) > most) {
      throw new IllegalArgumentException(rule + ", not " + text);
    }
    return Integer.parseInt(text);
  }

  /** One of several; empty when each seed draws its own. */
  private static <K> Optional<K> kind(K[] kinds, Function<K, String> word, String value) {
    if (value.equals(DRAWN)) {
      return Optional.empty();
    }
    var words = Arrays.stream(kinds).map(word).toList();
    if (!words.contains(value)) {
      throw new IllegalArgumentException(
          "there are " + String.join(", ", words) + " and " + DRAWN + ", not " + value);
    }
    return Optional.of(kinds[words.indexOf(value)]);
  }

  private static Set<Integer> numbers(String list) {
    return list.equals("none")
        ? Set.of()
        : Arrays.stream(list.split(",", -1))
            .map(each -> count(each, 1, 100_000, "strikes are counted from 1"))
            .collect(Collectors.toSet());
  }

  long first() {
    return first;
  }

  long last() {
    return last;
  }

  /** Whether one seed is asked for, whose failure is looked into. */
  boolean isSingle() {
    return single;
  }

  /** For how many nanoseconds new seeds are begun. */
  long patience() {
    return patience;
  }

  int jobs() {
    return jobs;
  }

  Optional<Path> report() {
    return report;
  }

  /** For how many nanoseconds a smaller schedule is searched. */
  long shrinking() {
    return shrinking;
  }

  /** Where the whole transcript of a failing seed goes. */
  Optional<Path> transcript() {
    return transcript;
  }

  Schedule schedule(long seed) {
    var drawn = Schedule.Axes.drawn(seed);
    return new Schedule(
        seed,
        replicas,
        faults.orElseGet(() -> Faults.drawn(seed)),
        requests,
        clients,
        trouble,
        strikes,
        new Schedule.Axes(sizes.orElse(drawn.sizes()), costs.orElse(drawn.costs())));
  }

  /** What tells apart the runs of one report from those of another. */
  String kind() {
    var words = "faults " + faults.map(Faults::toString).orElse("drawn by each seed");
    var until = last == Long.MAX_VALUE - 1 ? " and on" : ".." + last;
    return "seeds "
        + first
        + until
        + ", "
        + words
        + ", sizes "
        + sizes.map(Sizes.Kind::word).orElse(DRAWN)
        + ", costs "
        + costs.map(Costs.Kind::word).orElse(DRAWN)
        + schedule(first).scale();
  }
}
