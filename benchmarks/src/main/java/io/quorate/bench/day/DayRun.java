package io.quorate.bench.day;

import io.quorate.bench.day.Day.Deed;
import io.quorate.bench.day.Day.Whom;
import io.quorate.bench.group.OwnGroup;
import io.quorate.bench.load.Load;
import io.quorate.bench.load.OpenLoop;
import io.quorate.bench.load.Outcomes;
import io.quorate.bench.load.TimeSeries;
import io.quorate.bootstrap.cli.group.CommandFailure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A day of one group under requests that are due at a rate, and what happens in it.
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
      throw CommandFailure.usage("--day: --seconds must be at least " + SHORTEST);
    }
  }

  /** Spends it. */
  public DayReport run() throws IOException, InterruptedException {
    int primary = group.primary();
    int victim = day.whom() == Whom.PRIMARY ? primary : (primary + 1) % group.replicas();
    if (day.deeds().contains(Deed.FLOOD)) {
      group.prepareFlood(victim);
    }
    var diary = new Diary();
    var outcomes = diary.outcomes;
    var loop = OpenLoop.of(load, group.connection(), outcomes);
    var series = TimeSeries.of(outcomes);
    var lags = Optional.of(day).filter(Day::isReturn).map(any -> LagSeries.of(group, victim));
    loop.start();
    var spent = pass(loop, victim, diary);
    series.end();
    if (lags.isPresent()) {
      lags.get().end();
    }
    loop.stop();
    var overload =
        spent
            .filter(any -> day.isOverload())
            .map(of -> new Overload(peak, OVERLOAD * peak, outcomes.refused(), loop.unasked(), of));
    return new DayReport(
        new DayReport.Told(day, group.name(), victim, group.agreedPrimary(), load, diary.moments),
        new DayReport.Seen(
            series.intervals(),
            diary.gaps,
            outcomes.failed(),
            outcomes.underWay(),
            lags.map(LagSeries::lags).orElse(List.of())),
        group.flooded(),
        overload);
  }

  /** What is written down of it. */
  private static final class Diary {
    private final Outcomes outcomes = new Outcomes();
    private final Map<String, Double> moments = new LinkedHashMap<>();
    private final List<Outcomes.Gap> gaps = new ArrayList<>();
    private final long begin = System.nanoTime();

    double seconds() {
      return (System.nanoTime() - begin) / 1e9;
    }
  }

  /** All of it; gives the processor time that went before the last thing that happened. */
  private Optional<Overload.Spent> pass(OpenLoop loop, int victim, Diary diary)
      throws IOException, InterruptedException {
    var watch = new SpentWatch(group.processes());
    var spent = Optional.<Overload.Spent>empty();
    for (int i = 0; i < day.deeds().size(); i++) {
      pass(diary, load.seconds() * day.turn(i));
      spent = Optional.of(watch.spent());
      happens(day.deeds().get(i), whom(victim, i), diary);
      react(day.deeds().get(i), loop);
      watch = new SpentWatch(group.processes());
    }
    pass(diary, load.seconds());
    return spent;
  }

  /** Each time that the primary is relieved it is another one. */
  private int whom(int victim, int deed) {
    return day.deeds().get(deed) == Deed.HAND_OVER ? (victim + deed) % group.replicas() : victim;
  }

  private void react(Deed deed, OpenLoop loop) {
    if (deed == Deed.OVERLOAD) {
      loop.overload((int) (OVERLOAD * peak));
    } else if (deed == Deed.EASE) {
      loop.ease(load.rate());
    }
  }

  private void happens(Deed deed, int victim, Diary diary)
      throws IOException, InterruptedException {
    var once = day.inWords(deed, victim);
    var words = diary.moments.containsKey(once) ? once + " again" : once;
    diary.moments.put(words, diary.seconds());
    progress.accept("  " + words);
    switch (deed) {
      case KILL -> group.kill(victim);
      case PAUSE -> group.pause(victim);
      case GO_ON -> group.goOn(victim);
      case START -> inBackground("start", () -> group.startAgain(victim));
      case FLOOD -> group.flood(victim);
      case RELENT -> group.relent();
      case HAND_OVER -> inBackground("hand-over", () -> group.handOver(1));
      case SLOW -> group.slow(victim);
      case FULL_SPEED -> group.fullSpeed();
      case OVERLOAD, EASE -> {} // the load's
    }
  }

  /** What waits for an answer must not hold up the day; the day may be over before it has one. */
  private void inBackground(String name, Runnable task) {
    var thread =
        new Thread(
            () -> {
              try {
                task.run();
              } catch (CommandFailure late) {
                progress.accept("  " + name + ": " + late.getMessage());
              }
            },
            "quorate-day-" + name);
    thread.setDaemon(true);
    thread.start();
  }

  /** Until then, which ends the time of which the longest without an answer is told. */
  private void pass(Diary diary, double until) throws InterruptedException {
    var outcomes = diary.outcomes;
    long before = outcomes.answered();
    for (double now = diary.seconds(); now < until; now = diary.seconds()) {
      TimeUnit.NANOSECONDS.sleep((long) (Math.min(1, until - now) * 1e9));
      long answered = outcomes.answered();
      progress.accept(
          String.format(
              "  %5.1f s  %,d answered, %,d under way",
              diary.seconds(), answered - before, outcomes.underWay()));
      before = answered;
    }
    diary.gaps.add(outcomes.takeLongestGap());
  }
}
