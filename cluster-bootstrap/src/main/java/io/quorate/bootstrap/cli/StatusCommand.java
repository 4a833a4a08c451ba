package io.quorate.bootstrap.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quorate.bootstrap.cli.group.CommandFailure;
import io.quorate.bootstrap.cli.group.Console;
import io.quorate.bootstrap.cli.group.GroupDirectory;
import io.quorate.bootstrap.cli.group.Options;
import io.quorate.bootstrap.cli.group.StatusClient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = "Shows how every replica is, as it says itself, and why it is stuck, if it is.")
final class StatusCommand implements Callable<Integer> {

  private static final String ROW = "%-8s %-14s %6s %8s %10s %10s %8s %9s  %s%n";

  @Spec CommandSpec spec;
  @Mixin Options.Where where;
  @Mixin Options.Output output;

  @Option(names = "--watch", description = "Again every second, until interrupted.")
  boolean watch;

  @Override
  public Integer call() throws InterruptedException {
    var group = where.group();
    var console = Console.of(spec, output);
    var rows = rows(group);
    show(console, rows);
    while (watch) {
      TimeUnit.SECONDS.sleep(1);
      rows = rows(group);
      show(console, rows);
    }
    return rows.stream().anyMatch(row -> row.get("reachable").booleanValue())
        ? 0
        : CommandFailure.FAILED;
  }

  private static List<ObjectNode> rows(GroupDirectory group) throws InterruptedException {
    var rows = new ArrayList<ObjectNode>();
    long furthest = 0;
    for (int replica : group.local()) {
      var address = group.http(replica);
      var row = Console.object().put("replica", replica).put("http", address.toString());
      var status = new StatusClient(address).fetch();
      row.put("reachable", status.isPresent());
      if (status.isPresent() && status.get() instanceof ObjectNode fields) {
        row.setAll(fields);
        furthest = Math.max(furthest, row.path("executed").asLong());
      }
      rows.add(row);
    }
    for (var row : rows) {
      if (row.get("reachable").booleanValue()) {
        row.put("lag", furthest - row.path("executed").asLong());
      }
    }
    return rows;
  }

  private void show(Console console, List<ObjectNode> rows) {
    var json = Console.object();
    var array = json.putArray("replicas");
    rows.forEach(array::add);
    console.answer(json, table(rows));
  }

  private String table(List<ObjectNode> rows) {
    var text = new StringBuilder();
    if (watch) {
      text.append("\033[H\033[2J");
    }
    text.append(
        String.format(
            ROW,
            "replica",
            "mode",
            "view",
            "primary",
            "executed",
            "stable",
            "lag",
            "healthy",
            "reachable"));
    rows.forEach(row -> text.append(line(row)));
    rows.forEach(row -> text.append(stuck(row)));
    rows.forEach(row -> text.append(registry(row)));
    return text.toString().stripTrailing();
  }

  private static String line(JsonNode row) {
    boolean reachable = row.get("reachable").booleanValue();
    return String.format(
        ROW,
        row.path("replica").asText(),
        reachable ? row.path("mode").asText() : "-",
        row.path("view").asText("-"),
        row.path("primary").asText("-"),
        row.path("executed").asText("-"),
        row.path("stable").asText("-"),
        row.path("lag").asText("-"),
        healthy(row.path("registry")),
        reachable ? "yes" : "no (http://" + row.path("http").asText() + ")");
  }

  /** How many of those that are listed a replica found well, itself among them. */
  private static String healthy(JsonNode registry) {
    return registry.isObject()
        ? registry.path("passing").asText() + "/" + registry.path("entries").size()
        : "-";
  }

  private static String registry(JsonNode row) {
    var registry = row.path("registry");
    var text = new StringBuilder();
    var who = "replica " + row.path("replica").asText();
    if (registry.has("problem")) {
      text.append(
          String.format(
              "%s cannot use its registry (%s) since %s, tries again: %s%n",
              who,
              registry.path("kind").asText(),
              Instant.ofEpochMilli(registry.path("since").asLong()),
              registry.path("problem").asText()));
    }
    for (var entry : registry.path("entries")) {
      var check = entry.path("check");
      if (check.has("why")) {
        text.append(
            String.format(
                "%s lists %s: %s%n",
                who, entry.path("address").asText(), check.path("why").asText()));
      }
    }
    return text.toString();
  }

  private static String stuck(JsonNode row) {
    var stuck = row.path("stuck");
    if (!stuck.isObject()) {
      return "";
    }
    var waiting = stuck.path("waitingFor");
    return String.format(
        "replica %s is stuck since %s%s: %s%n",
        row.path("replica").asText(),
        Instant.ofEpochMilli(stuck.path("since").asLong()),
        waiting.isEmpty() ? "" : ", waiting for " + waiting,
        stuck.path("hint").asText());
  }
}
