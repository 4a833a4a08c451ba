package io.quorate.bootstrap.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.bootstrap.cli.group.BackgroundReads;
import io.quorate.bootstrap.cli.group.CommandFailure;
import io.quorate.bootstrap.cli.group.Console;
import io.quorate.bootstrap.cli.group.Options;
import io.quorate.bootstrap.cli.group.StatusClient;
import io.quorate.engine.model.Quorum;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "hand-over",
    mixinStandardHelpOptions = true,
    description = {
      "Has the next replica become the primary.",
      "So the present one can be stopped without a time-out. Asks every replica of this directory",
      "over HTTP; f + 1 must be reached. With --times, a young group is rehearsed: what changes of",
      "view take is compiled before one counts."
    })
final class HandOverCommand implements Callable<Integer> {

  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final int POLL_MILLIS = 10;
  private static final int MOST = 10_000;
  private static final int TELL = 20;

  @Spec CommandSpec spec;
  @Mixin Options.Where where;
  @Mixin Options.Output output;

  @Option(
      names = "--replica",
      paramLabel = "I",
      description = "Only if this one is the primary, from 0. Default: whichever is.")
  Integer replica;

  @Option(
      names = "--times",
      paramLabel = "N",
      defaultValue = "1",
      description = "One after another, with reads under way if more than one. ${DEFAULT-VALUE}")
  int times;

  @Override
  public Integer call() throws InterruptedException {
    var group = where.group();
    if (replica != null) {
      group.settings(replica);
    }
    if (times < 1 || times > MOST || (times > 1 && replica != null)) {
      throw CommandFailure.usage("--times: 1 to " + MOST + ", and more than one of no --replica");
    }
    var peers = new TreeMap<Integer, StatusClient>();
    group.local().forEach(i -> peers.put(i, new StatusClient(group.http(i))));
    var now = inForce(peers);
    if (replica != null && now.path("primary").asInt() != replica) {
      answer(now, false, "replica " + replica + " is not the primary; ");
      return 0;
    }
    int enough = new Quorum(group.genesis().members().size()).weak();
    if (times == 1) {
      answer(relieve(peers, now, enough), true, "handed over; ");
    } else {
      answer(rehearse(peers, now, enough), true, "handed over " + times + " times; ");
    }
    return 0;
  }

  private JsonNode rehearse(Map<Integer, StatusClient> peers, JsonNode first, int enough)
      throws InterruptedException {
    var console = Console.of(spec, output);
    var now = first;
    try (var reads = new BackgroundReads(peers.values())) {
      reads.begin();
      for (int i = 1; i <= times; i++) {
        long begin = System.nanoTime();
        now = relieve(peers, now, enough);
        long millis = (System.nanoTime() - begin) / 1_000_000;
        if (i % TELL == 1 || i == times) {
          console.progress("  " + i + " of " + times + ": " + millis + " ms");
        }
      }
    }
    return now;
  }

  private static JsonNode inForce(Map<Integer, StatusClient> peers) throws InterruptedException {
    return agreeing(peers).stream()
        .max(Comparator.comparingLong(HandOverCommand::view))
        .orElseThrow(() -> CommandFailure.failed("no replica of this directory is agreeing now"));
  }

  /** Has the primary of the view that is in force relieved, and waits for the next. */
  private static JsonNode relieve(Map<Integer, StatusClient> peers, JsonNode now, int enough)
      throws InterruptedException {
    int asked = ask(peers, view(now));
    if (asked < enough) {
      throw CommandFailure.failed(
          "a hand-over takes " + enough + " replicas of this directory, and " + asked + " took it");
    }
    return await(peers, view(now), enough);
  }

  /** What the replicas that agree say of themselves. */
  private static List<JsonNode> agreeing(Map<Integer, StatusClient> peers)
      throws InterruptedException {
    var agreeing = new ArrayList<JsonNode>();
    for (var peer : peers.values()) {
      peer.fetch().filter(StatusClient::agrees).ifPresent(agreeing::add);
    }
    return agreeing;
  }

  /** All at once: from the first to the f + 1st nothing moves. */
  private static int ask(Map<Integer, StatusClient> peers, long view) {
    var answers = peers.values().stream().map(peer -> peer.handsOver(view)).toList();
    return (int) answers.stream().filter(CompletableFuture::join).count();
  }

  /** Until enough replicas for another hand-over agree in a later view. */
  private static JsonNode await(Map<Integer, StatusClient> peers, long view, int enough)
      throws InterruptedException {
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < PATIENCE.toNanos()) {
      var later = agreeing(peers).stream().filter(status -> view(status) > view).toList();
      if (later.size() >= enough) {
        return Collections.max(later, Comparator.comparingLong(HandOverCommand::view));
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
    throw CommandFailure.failed("asked, but no later view than " + view + " came; see status");
  }

  private static long view(JsonNode status) {
    return status.path("view").asLong();
  }

  private void answer(JsonNode now, boolean handedOver, String what) {
    int primary = now.path("primary").asInt();
    var json = Console.object().put("handedOver", handedOver);
    json.put("view", view(now)).put("primary", primary);
    Console.of(spec, output)
        .answer(json, what + "the primary of view " + view(now) + " is replica " + primary);
  }
}
