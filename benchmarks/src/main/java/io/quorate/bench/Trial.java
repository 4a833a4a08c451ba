package io.quorate.bench;

import io.quorate.bench.group.Subject;
import io.quorate.bench.load.Load;
import io.quorate.bench.load.LoadLoop;
import io.quorate.bench.load.Outcomes;
import io.quorate.bench.load.TimeSeries;
import io.quorate.bench.process.MeasuredProcess;
import io.quorate.bench.process.ProcessSample;
import io.quorate.bench.process.Usage;
import io.quorate.bench.report.Measurement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One load on one subject: warms up, measures as often as it is told, ends. */
record Trial(Subject subject, Load load, Consumer<String> progress) {

  /** The one in the middle of so many, by throughput or, of an open loop, by p99; one warm-up. */
  Measurement run(int runs) throws InterruptedException {
    warmUp();
    var measured = new ArrayList<Measurement>();
    for (int i = 1; i <= runs; i++) {
      if (runs > 1) {
        progress.accept("run " + i + " of " + runs + ": " + subject.name());
      }
      measured.add(measure());
    }
    return Measurement.median(
        measured, load.rate() > 0 ? run -> run.millis(99) : Measurement::requestsPerSecond);
  }

  private Measurement measure() throws InterruptedException {
    var processes = new ArrayList<>(subject.processes());
    processes.add(MeasuredProcess.client());
    var before = processes.stream().map(MeasuredProcess::sample).toList();
    var outcomes = new Outcomes();
    var loop = LoadLoop.of(load, subject.connection(), outcomes);
    var series = TimeSeries.of(outcomes);
    loop.start();
    var begun = Instant.now();
    long begin = System.nanoTime();
    showProgress(outcomes);
    series.end();
    double seconds = (System.nanoTime() - begin) / 1e9;
    long answered = series.latencies().getTotalCount();
    var usages = usages(processes, before);
    long failed = outcomes.failed();
    loop.stop();
    return Measurement.of(
        new Measurement.Measured(subject.name(), subject.replicas(), subject.isDurable()),
        new Measurement.Answers(
            begun,
            seconds,
            answered,
            failed,
            series.latencies(),
            series.intervals(),
            outcomes.longestGap()),
        usages);
  }

  /**
   * A closed loop first, whatever is measured: what is due at a rate piles up while JVMs are cold.
   * The second half is what is measured. Replicas beyond four have their share of time as well.
   */
  void warmUp() throws InterruptedException {
    long seconds = Math.round(load.warmUp() * Math.max(1, subject.replicas() / 4.0));
    if (seconds == 0) {
      return;
    }
    progress.accept("warming up for " + seconds + " s: " + subject.name());
    long later = load.isOpen() ? seconds / 2 : 0;
    ask(load.forWarmUp(), seconds - later);
    if (later > 0) {
      ask(load, later);
    }
  }

  private void ask(Load what, long seconds) throws InterruptedException {
    var loop = LoadLoop.of(what, subject.connection(), new Outcomes());
    loop.start();
    TimeUnit.SECONDS.sleep(seconds);
    loop.stop();
  }

  private void showProgress(Outcomes outcomes) throws InterruptedException {
    long before = 0;
    for (int i = 1; i <= load.seconds(); i++) {
      TimeUnit.SECONDS.sleep(1);
      long now = outcomes.answered();
      progress.accept(
          String.format(
              "  %3d s  %,d requests/s, %,d under way", i, now - before, outcomes.underWay()));
      before = now;
    }
  }

  private static List<Usage> usages(List<MeasuredProcess> processes, List<ProcessSample> before) {
    var usages = new ArrayList<Usage>();
    for (int i = 0; i < processes.size(); i++) {
      var process = processes.get(i);
      usages.add(process.sample().since(before.get(i), process.name()));
    }
    return usages;
  }
}
