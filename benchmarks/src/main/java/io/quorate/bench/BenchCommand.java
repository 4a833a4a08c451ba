package io.quorate.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.bench.day.Day;
import io.quorate.bench.day.DayRun;
import io.quorate.bench.group.GivenGroup;
import io.quorate.bench.group.ManyClients;
import io.quorate.bench.group.OwnGroup;
import io.quorate.bench.group.Subject;
import io.quorate.bench.group.UnreplicatedServer;
import io.quorate.bench.load.Load;
import io.quorate.bench.micro.MicroRun;
import io.quorate.bench.profile.Profiler;
import io.quorate.bench.report.BenchReport;
import io.quorate.bench.report.Measurement;
import io.quorate.bench.report.ModelReport;
import io.quorate.bootstrap.cli.Subcommand;
import io.quorate.bootstrap.cli.group.CommandFailure;
import io.quorate.bootstrap.kv.EchoMachine;
import io.quorate.bootstrap.tls.NativeCiphers;
import io.quorate.engine.model.Limit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./quorate bench}. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = {
      "Measures throughput and latency of a group on this machine, replicas and client together.",
      "Starts groups of its own, with signatures and TLS on, and ends them. With --day: how it is",
      "on a bad day. With --micro: single parts."
    })
public final class BenchCommand implements Subcommand {

  private static final int FEWEST = 4;
  private static final int LONGEST_DELAY = 1_000;

  @Spec CommandSpec spec;

  @Mixin LoadOptions loads;

  @Option(names = "--memory", description = "Keep nothing on disk.")
  boolean memory;

  @Option(
      names = "--replicas",
      paramLabel = "N",
      split = ",",
      defaultValue = "4",
      description = "At least 4; several are measured one after another: 4,7,10. ${DEFAULT-VALUE}")
  List<Integer> replicas;

  @Option(
      names = "--ceiling",
      description = {
        "Also the same state machine, unreplicated, behind the same client, and replicated in",
        "memory."
      })
  boolean ceiling;

  @Option(
      names = "--identities",
      paramLabel = "N",
      defaultValue = "0",
      description = {
        "Also asked by N clients with a key each, one request in flight each, beside one client",
        "with N asks under way. A failed request or a change of view is a failure."
      })
  int identities;

  @Option(
      names = "--link-delay",
      paramLabel = "MS",
      defaultValue = "0",
      description = "Milliseconds that all bytes take from process to process. ${DEFAULT-VALUE}")
  int linkDelay;

  @Option(
      names = "--day",
      paramLabel = "NAME",
      description = "What befalls the group under load: ${COMPLETION-CANDIDATES}.",
      completionCandidates = Day.Names.class)
  String day;

  @Option(
      names = "--rehearse",
      paramLabel = "N",
      defaultValue = "0",
      description = "With --day: hand-overs before the warm-up. ${DEFAULT-VALUE}")
  int rehearsals;

  @Option(
      names = "--micro",
      arity = "0..1",
      paramLabel = "PATTERN",
      fallbackValue = MicroRun.ALL,
      description = {
        "Measures single parts instead (codec, crypto, verifier, slot, pool, journal): those whose",
        "name the pattern is part of, each in a JVM of its own."
      })
  String micro;

  @Option(
      names = "--model",
      description = {
        "Measures nothing: what groups of 4 to 100 replicas would cost by the model of",
        "docs/performance.md, and what would bound them."
      })
  boolean model;

  @Option(
      names = "--iterations",
      paramLabel = "N",
      defaultValue = "3",
      description = "With --micro: seconds that count, after as many that do not. ${DEFAULT-VALUE}")
  int iterations;

  @Option(
      names = "--profile",
      description = {
        "Has every process record from its start where its processor time goes, and tells it for",
        "the counted seconds: profile.md in --report, recordings beside it."
      })
  boolean profile;

  @Option(names = "--dir", description = "Use this running group instead of one of its own.")
  Path dir;

  @Option(names = "--report", description = "Folder for tables, figures, series and plots.")
  Path report;

  @Option(names = "--json", description = "Answer in JSON.")
  boolean json;

  private Optional<Profiler> profiler = Optional.empty();

  @Override
  public Integer call() throws Exception {
    var load = loads.load();
    check();
    if (micro != null) {
      return measureParts();
    }
    if (model) {
      var told = new ModelReport();
      answer(told.toJson(), told.toText());
      return 0;
    }
    NativeCiphers.prefer();
    System.setProperty("quorate.application.class", EchoMachine.class.getName());
    System.setProperty(EchoMachine.REPLY, Integer.toString(load.reply()));
    return day != null ? spendDay(load) : measure(load);
  }

  private void check() {
    replicas.forEach(n -> LoadOptions.atLeast(FEWEST, "--replicas", n));
    LoadOptions.atLeast(1, "--iterations", iterations);
    LoadOptions.atLeast(0, "--rehearse", rehearsals);
    checkIdentities();
    if (linkDelay < 0 || linkDelay > LONGEST_DELAY) {
      throw CommandFailure.usage("--link-delay: 0 to " + LONGEST_DELAY + " ms, not " + linkDelay);
    }
    if (Stream.of(micro != null, day != null, model).filter(given -> given).count() > 1) {
      throw CommandFailure.usage("--micro, --day and --model are different things: give one");
    }
    boolean ofItsOwn = linkDelay > 0 || replicas.size() > 1 || day != null;
    if (dir != null && ofItsOwn) {
      throw CommandFailure.usage(
          "--dir: --day, --link-delay and several --replicas need groups of ours");
    }
    if (day != null && loads.runs > 1) {
      throw CommandFailure.usage("--day: one day at a time, not " + loads.runs);
    }
    if (rehearsals > 0 && day == null) {
      throw CommandFailure.usage("--rehearse: before a --day only");
    }
    if (profile && (dir != null || day != null)) {
      throw CommandFailure.usage("--profile: only of groups of ours, and of no --day");
    }
    if (day != null && replicas.size() > 1) {
      throw CommandFailure.usage("--day: one group at a time, not " + replicas.size());
    }
  }

  private void checkIdentities() {
    if (identities < 0 || identities > Limit.CLIENTS.usual()) {
      throw CommandFailure.usage(
          "--identities: 0 to " + Limit.CLIENTS.usual() + ", not " + identities);
    }
    boolean other = micro != null || day != null || model || ceiling || profile || dir != null;
    if (identities > 0 && (other || loads.rate != null || replicas.size() > 1)) {
      throw CommandFailure.usage(
          "--identities: of one group of ours, in a closed loop, and nothing else");
    }
  }

  private int measureParts() throws IOException {
    var measured = new MicroRun(micro, iterations).run(this::progress);
    if (report != null) {
      measured.writeTo(report);
    }
    answer(measured.toJson(), measured.toText());
    return 0;
  }

  private int spendDay(Load load) throws Exception {
    var chosen = Day.named(day);
    DayRun.check(load);
    try (var group = start(replicas.get(0), !memory)) {
      if (rehearsals > 0) {
        progress("handing over " + rehearsals + " times");
        group.handOver(rehearsals);
      }
      new Trial(group, load, this::progress).warmUp();
      double peak = load.isOpen() && !chosen.isOverload() ? 0 : peak(group, load, chosen);
      int rate = load.isOpen() ? load.rate() : (int) Math.max(1, peak / 2);
      var spent = new DayRun(group, chosen, load.withRate(rate), peak, this::progress).run();
      if (report != null) {
        spent.writeTo(report);
      }
      answer(spent.toJson(), spent.toText());
      return spent.isAnswered() ? 0 : CommandFailure.FAILED;
    }
  }

  /** What the group answers a second in a closed loop. */
  private double peak(OwnGroup group, Load load, Day of) throws InterruptedException {
    var peak = load.forPeak(of.isOverload() ? Load.FILLING : Load.WARMING);
    return new Trial(group, peak, this::progress).run(1).requestsPerSecond();
  }

  private int measure(Load load) throws Exception {
    if (identities > 0) {
      return measureIdentities(load.withClients(identities));
    }
    if (!profile) {
      var result = measureAll(load);
      answer(result.toJson(), result.toText());
      return result.errors() == 0 ? 0 : CommandFailure.FAILED;
    }
    try (var recording = Profiler.begin(Optional.ofNullable(report))) {
      profiler = Optional.of(recording);
      var result = measureAll(load);
      var seen = recording.end();
      if (report != null) {
        seen.writeTo(report);
      }
      var both = result.toJson();
      both.set("profile", seen.toJson());
      answer(both, result.toText() + "\n\n" + seen.toText());
      return result.errors() == 0 ? 0 : CommandFailure.FAILED;
    }
  }

  /** The same group asked by one client, and then by as many as asks were under way. */
  private int measureIdentities(Load load) throws Exception {
    try (var group = start(replicas.get(0), !memory)) {
      var one = measure(group, load);
      long before = group.view();
      progress("connecting " + identities + " clients");
      try (var clients = ManyClients.of(group, identities)) {
        long connected = group.view();
        var many = measure(clients, load);
        var result = new BenchReport(load, List.of(one, many), many);
        if (report != null) {
          result.writeTo(report);
        }
        long changes = group.view() - before;
        var when = changes + ", of them while clients connected: " + (connected - before);
        answer(
            result.toJson().put("viewChanges", changes),
            result.toText() + "\n\nChanges of view: " + when);
        return result.errors() == 0 && changes == 0 ? 0 : CommandFailure.FAILED;
      }
    }
  }

  private BenchReport measureAll(Load load) throws Exception {
    var runs = new ArrayList<Measurement>();
    if (ceiling) {
      progress("starting the same state machine unreplicated");
      try (var server = UnreplicatedServer.launch()) {
        runs.add(measure(server, load));
      }
    }
    Measurement asked = dir != null ? given(load, runs) : own(load, runs);
    var result = new BenchReport(load, runs, asked);
    if (report != null) {
      result.writeTo(report);
    }
    return result;
  }

  private Measurement measure(Subject subject, Load load) throws InterruptedException {
    var run = new Trial(subject, load, this::progress).run(loads.runs);
    profiler.ifPresent(recording -> recording.ran(subject, run));
    return run;
  }

  private Measurement given(Load load, List<Measurement> runs) throws Exception {
    try (var group = GivenGroup.in(dir)) {
      runs.add(measure(group, load));
    }
    return runs.get(runs.size() - 1);
  }

  /** The first size, as it was asked for, is what the others are compared with. */
  private Measurement own(Load load, List<Measurement> runs) throws Exception {
    Measurement first = null;
    for (int n : replicas) {
      if (ceiling && !memory) {
        runs.add(measure(load, n, false));
      }
      runs.add(measure(load, n, !memory));
      first = first == null ? runs.get(runs.size() - 1) : first;
    }
    return first;
  }

  private Measurement measure(Load load, int n, boolean durable) throws Exception {
    try (var group = start(n, durable)) {
      return measure(group, load);
    }
  }

  private OwnGroup start(int n, boolean durable) throws IOException, InterruptedException {
    var plan = new OwnGroup.Plan(n, durable, linkDelay, Math.max(1, identities));
    progress("starting " + n + " replicas" + (durable ? ", durable" : ", memory"));
    return OwnGroup.start(plan);
  }

  private void answer(JsonNode asJson, String asText) {
    var out = spec.commandLine().getOut();
    out.println(json ? asJson.toString() : asText);
    out.flush();
  }

  private void progress(String line) {
    var to = json ? spec.commandLine().getErr() : spec.commandLine().getOut();
    to.println(line);
    to.flush();
  }
}
