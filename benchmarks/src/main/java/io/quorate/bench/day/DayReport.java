package io.quorate.bench.day;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quorate.bench.flood.FloodReport;
import io.quorate.bench.load.Load;
import io.quorate.bench.load.Outcomes;
import io.quorate.bench.load.TimeSeries.Interval;
import io.quorate.bench.report.Plots;
import io.quorate.bench.report.SeriesFile;
import io.quorate.bench.report.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What a day was like.
 *
 * @param flood what the flood was like, on the day that has one
 * @param overload the same of too much load
 */
public record DayReport(
    Told told, Seen seen, Optional<FloodReport> flood, Optional<Overload> overload) {

  /** Intervals in a row, a second together, that make latency usual. */
  private static final int SETTLED_INTERVALS = 10;

  /** The first second of a day is not what others are compared with. */
  private static final double SETTLED = 1;

  /** A replica this close to the others takes part: nobody is asked for what it lacks. */
  private static final long CLOSE = 16;

  /**
   * What happened.
   *
   * @param primary in the end; empty when nobody agreed
   * @param moments when, in seconds after the beginning
   */
  record Told(
      Day day,
      String group,
      int victim,
      Optional<Integer> primary,
      Load load,
      Map<String, Double> moments) {}

  /**
   * What came of it.
   *
   * @param gaps the longest times without an answer: before the first moment, and after each
   */
  record Seen(
      List<Interval> series,
      List<Outcomes.Gap> gaps,
      long failed,
      long unanswered,
      List<LagSeries.Lag> lags) {

    Outcomes.Gap longestGap() {
      return gaps.stream().max(Comparator.comparingDouble(Outcomes.Gap::seconds)).orElseThrow();
    }
  }

  /** Whether every request got its answer, or on a day with too many was clearly refused. */
  public boolean isAnswered() {
    long refused = overload.map(Overload::refused).orElse(0L);
    return seen.failed() == refused && seen.unanswered() == 0;
  }

  /** On a calm day, when something would have happened on another. */
  private double event() {
    return told.moments().values().stream()
        .mapToDouble(at -> at)
        .min()
        .orElse(told.load().seconds() / 4.0);
  }

  /** When the last thing happened; the same as {@link #event} if there is one only. */
  private double lastEvent() {
    return told.moments().values().stream().mapToDouble(at -> at).max().orElse(event());
  }

  /** Of the longest times without an answer after each moment, in seconds. */
  private double medianGap() {
    return seen.gaps().stream()
        .skip(1)
        .mapToDouble(Outcomes.Gap::seconds)
        .sorted()
        .skip(told.moments().size() / 2)
        .findFirst()
        .orElse(0);
  }

  /** Seconds from the first event until its backlog is down to what is usual without one. */
  OptionalDouble backlogCleared() {
    long usual =
        seen.series().stream()
            .filter(each -> each.end() > SETTLED && each.end() < event())
            .mapToLong(Interval::underWay)
            .max()
            .orElse(0);
    double peak =
        seen.series().stream()
            .filter(each -> each.end() > event())
            .max(Comparator.comparingLong(Interval::underWay))
            .map(Interval::end)
            .orElse(event());
    return seen.series().stream()
        .filter(each -> each.end() >= peak && each.underWay() <= usual)
        .mapToDouble(each -> each.end() - event())
        .findFirst();
  }

  /** Seconds from the second event until the replica agrees and is close to the others. */
  OptionalDouble caughtUp() {
    double from = lastEvent();
    return seen.lags().stream()
        .filter(each -> each.at() > from && each.agrees())
        .filter(each -> each.slots().orElse(Long.MAX_VALUE) <= CLOSE)
        .mapToDouble(each -> each.at() - from)
        .findFirst();
  }

  /** Seconds from the last event until a second begins whose p99 is what it was before any. */
  OptionalDouble latencyReturned() {
    double usual = highest(SETTLED, event(), Interval::p99);
    var after = between(lastEvent(), Double.MAX_VALUE);
    return IntStream.rangeClosed(0, after.size() - SETTLED_INTERVALS)
        .filter(
            i ->
                after.subList(i, i + SETTLED_INTERVALS).stream()
                    .allMatch(each -> each.rate() > 0 && each.p99() <= usual))
        .mapToDouble(i -> after.get(i).end() - lastEvent())
        .findFirst();
  }

  private double highest(double from, double to, ToDoubleFunction<Interval> value) {
    return between(from, to).stream().mapToDouble(value).max().orElse(0);
  }

  private double mean(double from, double to, ToDoubleFunction<Interval> value) {
    return between(from, to).stream().mapToDouble(value).average().orElse(0);
  }

  private List<Interval> between(double from, double to) {
    return seen.series().stream().filter(each -> each.end() > from && each.end() <= to).toList();
  }

  /** The figures, in Markdown. */
  public String toText() {
    var table = new Table(told.day().dayName() + ": " + told.group(), "");
    table.row("load", told.load().inWords());
    var after = seen.gaps().iterator();
    double calm = after.next().seconds();
    told.moments().forEach((what, at) -> table.row(what, moment(at, after.next())));
    if (told.moments().size() > 2) {
      table.row("median of these, ms", String.format("%.0f", medianGap() * 1_000));
    }
    table.row("answered before, requests/s", figure(mean(SETTLED, event(), Interval::rate)));
    if (lastEvent() > event()) {
      table.row(
          "answered meanwhile, requests/s", figure(mean(event(), lastEvent(), Interval::rate)));
    }
    table.row(
        "answered after, requests/s", figure(mean(lastEvent(), Double.MAX_VALUE, Interval::rate)));
    table.row("p50 before, ms", figure(mean(SETTLED, event(), Interval::p50)));
    table.row("highest latency before, ms", figure(highest(SETTLED, event(), Interval::highest)));
    table.row(
        "highest latency after, ms", figure(highest(event(), Double.MAX_VALUE, Interval::highest)));
    table.row("longest time without an answer before, ms", String.format("%.0f", calm * 1_000));
    table.row(
        "longest time without an answer, ms",
        String.format(
            "%.0f, from %.2f s", seen.longestGap().seconds() * 1_000, seen.longestGap().from()));
    table.row("backlog cleared after, s", figure(backlogCleared()));
    if (told.day().isReturn()) {
      table.row("caught up after, s", figure(caughtUp()));
    }
    table.row("primary in the end", told.primary().map(i -> "replica " + i).orElse("none"));
    table.row("failed", Long.toString(seen.failed()));
    table.row("without an answer", Long.toString(seen.unanswered()));
    flood.ifPresent(borne -> borne.addTo(table));
    overload.ifPresent(
        much -> {
          much.addTo(table, mean(event(), lastEvent(), Interval::rate), seen.failed());
          table.row("p99 as before again after, s", figure(latencyReturned()));
        });
    return table.toString();
  }

  private static String moment(double at, Outcomes.Gap after) {
    return String.format("at %.2f s, then %.0f ms without an answer", at, after.seconds() * 1_000);
  }

  private static String figure(OptionalDouble seconds) {
    return seconds.isPresent() ? String.format("%.2f", seconds.getAsDouble()) : "not in this run";
  }

  private static String figure(double value) {
    return String.format(value < 100 ? "%.2f" : "%,.0f", value);
  }

  public ObjectNode toJson() {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("day", told.day().dayName()).put("group", told.group()).put("replica", told.victim());
    told.primary()
        .ifPresentOrElse(
            primary -> json.put("primaryInTheEnd", primary), () -> json.putNull("primaryInTheEnd"));
    json.put("rate", told.load().rate());
    var moments = json.putObject("moments");
    told.moments().forEach(moments::put);
    json.put("requestsPerSecondBefore", mean(SETTLED, event(), Interval::rate));
    json.put("requestsPerSecondMeanwhile", mean(event(), lastEvent(), Interval::rate));
    json.put("requestsPerSecondAfter", mean(lastEvent(), Double.MAX_VALUE, Interval::rate));
    json.put("maxMillisBefore", highest(SETTLED, event(), Interval::highest));
    json.put("maxMillisAfter", highest(event(), Double.MAX_VALUE, Interval::highest));
    json.put("longestGapMillis", seen.longestGap().seconds() * 1_000);
    json.put("longestGapFrom", seen.longestGap().from());
    var gaps = json.putArray("gapMillis");
    seen.gaps().forEach(gap -> gaps.add(gap.seconds() * 1_000));
    json.put("medianGapMillis", medianGap() * 1_000);
    put(json, "backlogClearedSeconds", backlogCleared());
    put(json, "caughtUpSeconds", caughtUp());
    flood.ifPresent(borne -> borne.addTo(json.putObject("flood")));
    overload.ifPresent(
        much -> {
          var into = json.putObject("overload");
          much.addTo(into, mean(event(), lastEvent(), Interval::rate), seen.failed());
          put(into, "latencyReturnedSeconds", latencyReturned());
        });
    return json.put("errors", seen.failed()).put("unanswered", seen.unanswered());
  }

  /** A line for each look at the replica; no number of slots when it did not answer. */
  private String lags() {
    var text = new StringBuilder("seconds,slotsBehind,agrees\n");
    for (var each : seen.lags()) {
      var slots = each.slots().isPresent() ? Long.toString(each.slots().getAsLong()) : "";
      text.append(String.format("%.3f,%s,%b%n", each.at(), slots, each.agrees()));
    }
    return text.toString();
  }

  private static void put(ObjectNode json, String name, OptionalDouble value) {
    if (value.isPresent()) {
      json.put(name, value.getAsDouble());
    } else {
      json.putNull(name);
    }
  }

  /** Writes table, figures, series and plots, all named for the day. */
  public void writeTo(Path folder) throws IOException {
    Files.createDirectories(folder);
    var name = "day-" + told.day().dayName();
    Files.writeString(folder.resolve(name + ".md"), toText() + "\n");
    Files.writeString(folder.resolve(name + ".json"), toJson().toPrettyString() + "\n");
    SeriesFile.write(folder.resolve(name + ".csv"), seen.series());
    if (!seen.lags().isEmpty()) {
      Files.writeString(folder.resolve(name + "-lag.csv"), lags());
    }
    var throughput =
        new Plots.Course(name, "requests a second", Map.of("answered", Interval::rate));
    Plots.course(
        folder.resolve(name + "-throughput.png"), throughput, seen.series(), told.moments());
    var latency =
        new Plots.Course(
            name, "milliseconds", Map.of("p50", Interval::p50, "highest", Interval::highest));
    Plots.course(folder.resolve(name + "-latency.png"), latency, seen.series(), told.moments());
  }
}
