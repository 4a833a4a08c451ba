package io.quorate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.sim.Run;
import io.quorate.sim.SimulatedGroup;
import java.util.List;
import java.util.Locale;
import java.util.function.LongFunction;
import java.util.function.ToLongBiFunction;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Many seeds of one kind of trouble: no property was violated in any of them, and what they came to
 * is printed.
 */
public final class Campaign {

  /** Seeds of one of the twelve classes, unless {@code -Dquorate.seeds} says otherwise. */
  public static final int OF_A_CLASS = 24;

  /** Seeds of a row of the table. */
  public static final int OF_A_ROW = 3;

  private final List<Run> runs;

  private Campaign(List<Run> runs) {
    this.runs = runs;
  }

  /** Runs as many seeds as a class has, or as {@code -Dquorate.seeds} says. */
  public static Campaign ofAClass(LongFunction<SimulatedGroup> trouble) {
    return of(Integer.getInteger("quorate.seeds", OF_A_CLASS), trouble);
  }

  /** Runs as many seeds as a row has, or a tenth of what {@code -Dquorate.seeds} says. */
  public static Campaign ofARow(LongFunction<SimulatedGroup> trouble) {
    return of(Integer.getInteger("quorate.seeds", 10 * OF_A_ROW) / 10, trouble);
  }

  /** Runs so many seeds, each with its own number. */
  public static Campaign of(int seeds, LongFunction<SimulatedGroup> trouble) {
    var runs =
        LongStream.rangeClosed(1, seeds)
            .mapToObj(seed -> trouble.apply(seed).seed(seed).run())
            .toList();
    for (var run : runs) {
      assertThat(run.violations()).as("seed %s: %s", run.seed(), run.standings()).isEmpty();
    }
    return new Campaign(runs);
  }

  public int seeds() {
    return runs.size();
  }

  public long sum(ToLongFunction<Run> figure) {
    return runs.stream().mapToLong(figure).sum();
  }

  public long most(ToLongFunction<Run> figure) {
    return runs.stream().mapToLong(figure).max().orElse(0);
  }

  public long least(ToLongFunction<Run> figure) {
    return runs.stream().mapToLong(figure).min().orElse(0);
  }

  /** The least of a figure that a seed here and the same seed there come to. */
  public long least(Campaign there, ToLongBiFunction<Run, Run> figure) {
    return IntStream.range(0, runs.size())
        .mapToLong(i -> figure.applyAsLong(runs.get(i), there.runs.get(i)))
        .min()
        .orElse(0);
  }

  /** How often correct replicas refused something of these kinds. */
  public long refused(String... kinds) {
    return runs.stream()
        .mapToLong(
            run ->
                List.of(kinds).stream()
                    .mapToLong(kind -> run.refused().getOrDefault(kind, 0L))
                    .sum())
        .sum();
  }

  /** How often a fault of this kind came. */
  public long suffered(String kind) {
    return sum(run -> run.faults().getOrDefault(kind, 0L));
  }

  /** How much slower another campaign was: answers a second here, in percent of there. */
  public long percentOf(Campaign other) {
    long here = runs.stream().mapToLong(Run::doneMillis).sum();
    long there = other.runs.stream().mapToLong(Run::doneMillis).sum();
    return 100 * there / Math.max(1, here);
  }

  /** Prints a figure for whoever reads the build's log. */
  public Campaign measured(String what, Object... figures) {
    System.out.println(
        "measured: " + seeds() + " seeds: " + String.format(Locale.ROOT, what, figures));
    return this;
  }
}
