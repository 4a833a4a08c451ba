package io.quorate.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * All that makes a run, as words of the command line: the same schedule, the same run.
 *
 * @param clients honest ones, who share the requests
 * @param trouble milliseconds until it is calm
 * @param axes the sizes and costs, of which the seed draws one of a kind
 * @param strikes which of the drawn disturbances are let happen, from 1; empty for all
 */
record Schedule(
    long seed,
    int replicas,
    Faults faults,
    int requests,
    int clients,
    long trouble,
    Optional<Set<Integer>> strikes,
    Axes axes) {

  /**
   * How large what is asked is, and what work takes.
   *
   * @param sizes each kind has many; which of them is drawn by the seed
   * @param costs likewise
   */
  record Axes(Sizes.Kind sizes, Costs.Kind costs) {

    /** A few bytes, and no work. */
    static final Axes NONE = new Axes(Sizes.Kind.TINY, Costs.Kind.FREE);

    private static final int OF_TWENTY_TINY = 5;
    private static final int REAL_OF = 60;
    private static final List<Costs.Kind> COSTS = List.of(Costs.Kind.values());

    /** Those of a seed that names none. */
    static Axes drawn(long seed) {
      var random = new SplittableRandom(seed * 41 + 3);
      var sizes = random.nextInt(20) < OF_TWENTY_TINY ? Sizes.Kind.TINY : Sizes.Kind.SCALED;
      var costs = COSTS.get(random.nextInt(COSTS.size()));
      return new Axes(random.nextInt(REAL_OF) == 0 ? Sizes.Kind.REAL : sizes, costs);
    }

    private SimulatedGroup on(SimulatedGroup group, long seed) {
      return group
          .of(Sizes.drawn(sizes, seed))
          .costing(Costs.drawn(costs, seed, Sizes.scale(sizes)));
    }
  }

  /** The usual amount of everything. */
  static Schedule of(long seed, int replicas, Faults faults) {
    return new Schedule(
        seed,
        replicas,
        faults,
        SimulatedGroup.REQUESTS,
        SimulatedGroup.CLIENTS,
        SimulatedGroup.TROUBLE,
        Optional.empty(),
        Axes.NONE);
  }

  Run run(Transcript transcript) {
    var group =
        axes.on(faults.on(replicas, seed), seed)
            .requests(requests)
            .clients(clients)
            .troubledFor(trouble)
            .telling(transcript);
    strikes.ifPresent(group::strikes);
    return group.run();
  }

  /** The same, with every disturbance that is drawn named. */
  Schedule naming(int drawn) {
    return strikes.isPresent()
        ? this
        : with(IntStream.rangeClosed(1, drawn).boxed().collect(Collectors.toSet()));
  }

  /** Schedules that ask or disturb less than this one, those that leave out most first. */
  List<Schedule> smaller() {
    var found = new ArrayList<Schedule>();
    var struck = new ArrayList<>(new TreeSet<>(strikes.orElse(Set.of())));
    for (int part = struck.size(); part >= 1; part /= 2) {
      for (int from = 0; from < struck.size(); from += part) {
        var fewer = new TreeSet<>(struck);
        struck.subList(from, Math.min(struck.size(), from + part)).forEach(fewer::remove);
        found.add(with(fewer));
      }
    }
    for (int i = 0; i < faults.size(); i++) {
      found.add(
          new Schedule(
              seed, replicas, faults.without(i), requests, clients, trouble, strikes, axes));
    }
    if (axes.costs() != Costs.Kind.FREE) {
      found.add(with(new Axes(axes.sizes(), Costs.Kind.FREE)));
    }
    if (axes.sizes() != Sizes.Kind.TINY) {
      found.add(with(new Axes(Sizes.Kind.TINY, axes.costs())));
    }
    for (int few : lessThan(requests / clients)) {
      found.add(
          new Schedule(seed, replicas, faults, few * clients, clients, trouble, strikes, axes));
    }
    for (int few : lessThan(clients)) {
      int each = requests / clients;
      found.add(new Schedule(seed, replicas, faults, each * few, few, trouble, strikes, axes));
    }
    for (int few : lessThan((int) (trouble / 500))) {
      found.add(new Schedule(seed, replicas, faults, requests, clients, few * 500L, strikes, axes));
    }
    return found;
  }

  private Schedule with(Set<Integer> struck) {
    return new Schedule(
        seed, replicas, faults, requests, clients, trouble, Optional.of(Set.copyOf(struck)), axes);
  }

  private Schedule with(Axes others) {
    return new Schedule(seed, replicas, faults, requests, clients, trouble, strikes, others);
  }

  /** From far below to one less. */
  private static List<Integer> lessThan(int count) {
    return IntStream.of(1, count / 4, count / 2, 3 * count / 4, count - 1)
        .filter(few -> few >= 1 && few < count)
        .distinct()
        .boxed()
        .toList();
  }

  /** What it takes: disturbances let happen, kinds of faults, requests, clients. */
  String size() {
    return ("%d disturbances, %d kinds of faults, %d requests of %d clients, %.1f s of trouble,"
            + " %s sizes, %s costs")
        .formatted(
            strikes.map(Set::size).orElse(0),
            faults.size(),
            requests,
            clients,
            trouble / 1e3,
            axes.sizes().word(),
            axes.costs().word());
  }

  /** Arguments of {@code simulate} that run it again. */
  @Override
  public String toString() {
    return "--seed "
        + seed
        + " --faults "
        + faults
        + " --sizes "
        + axes.sizes().word()
        + " --costs "
        + axes.costs().word()
        + scale();
  }

  /** What is not the usual amount, as arguments. */
  String scale() {
    var words = new StringBuilder();
    append(words, "--replicas", replicas, 4);
    append(words, "--requests", requests, SimulatedGroup.REQUESTS);
    append(words, "--clients", clients, SimulatedGroup.CLIENTS);
    append(words, "--trouble", trouble / 1e3, SimulatedGroup.TROUBLE / 1e3);
    strikes.ifPresent(struck -> words.append(" --strikes ").append(list(struck)));
    return words.toString();
  }

  private static void append(StringBuilder words, String option, Object value, Object usual) {
    if (!value.equals(usual)) {
      words.append(' ').append(option).append(' ').append(value);
    }
  }

  private static String list(Set<Integer> struck) {
    return struck.isEmpty()
        ? "none"
        : new TreeSet<>(struck).stream().map(String::valueOf).collect(Collectors.joining(","));
  }
}
