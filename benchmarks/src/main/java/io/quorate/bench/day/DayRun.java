package io.quorate.bench.day;

import io.quorate.bench.day.Day.Deed;
import io.quorate.bench.day.Day.Whom;
import io.quorate.bench.group.OwnGroup;
import io.quorate.bench.load.Load;
import io.quorate.bench.load.OpenLoop;
import io.quorate.bench.load.Outcomes;
import io.quorate.bench.load.TimeSeries;
import io.quorate.bootstrap.cli.Refusal;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A day of one group under requests that are due at a rate: a quarter of it is calm, then the first
 * thing happens, and the second at half of it.
 *
 * @param peak answers a second of a closed loop; 0 if nobody measured it
 */
public record DayRun(OwnGroup group, Day day, Load load, double peak, Consumer<String> progress) {

  /** Of the peak, on the day that has too much. */
  private static final int OVERLOAD = 10;

  private static final int SHORTEST = 8;

  /** A refusal when the day is too short for anything to be seen. */
  public static void check(Load load) {
    if (load.seconds() < SHORTEST) {
      throw Refusal.usage("--day: --seconds must be at least " + SHORTEST);
    }
  }

  /** Spends it. */
  public DayReport run() throws IOException, InterruptedException {
    int primary = group.primary();
    int victim = day.whom() == Whom.PRIMARY ? primary : (primary + 1) % group.replicas();
    if (day.first() == Deed.FLOOD) {
      group.prepareFlood(victim);
    }
    var outcomes = new Outcomes();
    var loop = OpenLoop.of(load, group.connection(), outcomes);
    var moments = new LinkedHashMap<String, Double>();
    long begin = System.nanoTime();
    var series = TimeSeries.of(outcomes);
    var lags = Optional.of(day).filter(Day::isReturn).map(any -> LagSeries.of(group, victim));
    loop.start();
    pass(begin, load.seconds() / 4.0, outcomes);
    happens(day.first(), victim, moments, begin);
    react(day.first(), loop);
    var watch = new SpentWatch(group.processes());
    pass(begin, load.seconds() / 2.0, outcomes);
    var spent = watch.spent();
    happens(day.second(), victim, moments, begin);
    react(day.second(), loop);
    pass(begin, load.seconds(), outcomes);
    series.end();
    if (lags.isPresent()) {
      lags.get().end();
    }
    var gap = outcomes.longestGap();
    loop.stop();
    var overload = new Overload(peak, OVERLOAD * peak, outcomes.refused(), loop.unasked(), spent);
    return new DayReport(
        new DayReport.Told(day, group.name(), victim, group.agreedPrimary(), load, moments),
        new DayReport.Seen(
            series.intervals(),
            gap,
            outcomes.failed(),
            outcomes.underWay(),
            lags.map(LagSeries::lags).orElse(List.of())),
        group.flooded(),
        Optional.of(overload).filter(any -> day.isOverload()));
  }

  private void react(Deed deed, OpenLoop loop) {
    if (deed == Deed.OVERLOAD) {
      loop.overload((int) (OVERLOAD * peak));
    } else if (deed == Deed.EASE) {
      loop.ease(load.rate());
    }
  }

  private void happens(Deed deed, int victim, Map<String, Double> moments, long begin)
      throws IOException, InterruptedException {
    if (deed == Deed.NOTHING) {
      return;
    }
    var words = day.inWords(deed, victim);
    moments.put(words, (System.nanoTime() - begin) / 1e9);
    progress.accept("  " + words);
    switch (deed) {
      case KILL -> group.kill(victim);
      case PAUSE -> group.pause(victim);
      case GO_ON -> group.goOn(victim);
      case START -> inBackground("start", () -> group.startAgain(victim));
      case FLOOD -> group.flood(victim);
      case RELENT -> group.relent();
      case HAND_OVER -> inBackground("hand-over", group::handOver);
      case SLOW -> group.slow(victim);
      case FULL_SPEED -> group.fullSpeed();
      case OVERLOAD, EASE -> {} // the load's
      case NOTHING -> throw new IllegalStateException("it was left out above");
    }
  }

  /** What waits for an answer must not hold up the day; the day may be over before it has one. */
  private void inBackground(String name, Runnable task) {
    var thread =
        new Thread(
            () -> {
              try {
                task.run();
              } catch (Refusal late) {
                progress.accept("  " + name + ": " + late.getMessage());
              }
            },
            "quorate-day-" + name);
    thread.setDaemon(true);
    thread.start();
  }

  private void pass(long begin, double until, Outcomes outcomes) throws InterruptedException {
    long before = outcomes.answered();
    for (double now = since(begin); now < until; now = since(begin)) {
      TimeUnit.NANOSECONDS.sleep((long) (Math.min(1, until - now) * 1e9));
      long answered = outcomes.answered();
      progress.accept(
          String.format(
              "  %5.1f s  %,d answered, %,d under way",
              since(begin), answered - before, outcomes.underWay()));
      before = answered;
    }
  }

  private static double since(long begin) {
    return (System.nanoTime() - begin) / 1e9;
  }
}
