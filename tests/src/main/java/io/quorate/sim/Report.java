package io.quorate.sim;

import io.quorate.sim.Summary.Count;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * A directory that keeps what runs came to: {@code report.md} for people, and {@code
 * progress.properties}, from which the same command goes on after it was stopped.
 */
final class Report {

  private static final String KIND = "runs";
  private static final String NEXT = "next";

  private final Path page;
  private final Path progress;
  private final String kind;

  /** Where an earlier command stopped. */
  record Progress(long next, Summary summary) {}

  Report(Path directory, String kind) throws IOException {
    Files.createDirectories(directory);
    this.page = directory.resolve("report.md");
    this.progress = directory.resolve("progress.properties");
    this.kind = kind;
  }

  /**
   * What an earlier command left here.
   *
   * @param first where to begin if there is nothing
   * @throws IllegalArgumentException when it ran something else
   */
  Progress begin(long first) throws IOException {
    if (!Files.exists(progress)) {
      return new Progress(first, new Summary());
    }
    var stored = new Properties();
    try (var in = Files.newBufferedReader(progress)) {
      stored.load(in);
    }
    var kept = new TreeMap<String, String>();
    stored.stringPropertyNames().forEach(name -> kept.put(name, stored.getProperty(name)));
    if (!kind.equals(kept.get(KIND))) {
      throw new IllegalArgumentException(
          page.getParent() + " is the report of " + kept.get(KIND) + ", not of " + kind);
    }
    return new Progress(Long.parseLong(kept.get(NEXT)), Summary.of(kept));
  }

  /** Keeps what there is: all seeds below the next one. */
  void keep(long next, Summary summary) throws IOException {
    var kept = new TreeMap<>(summary.kept());
    kept.put(KIND, kind);
    kept.put(NEXT, String.valueOf(next));
    var stored = new Properties();
    stored.putAll(kept);
    var fresh = progress.resolveSibling("progress.properties.new");
    try (var out = Files.newBufferedWriter(fresh)) {
      stored.store(out, null);
    }
    Files.move(fresh, progress, StandardCopyOption.REPLACE_EXISTING);
    Files.writeString(page, String.join("\n", lines(next, summary)) + "\n");
  }

  private List<String> lines(long next, Summary summary) {
    var lines = new ArrayList<String>();
    lines.add("# Simulated groups: " + kind);
    lines.add("");
    lines.add("| | |");
    lines.add("|---|---|");
    row(lines, "seeds run", "%,d", summary.get(Count.SEEDS));
    row(lines, "the next one", "%d", next);
    row(lines, "seeds without a violation", "%,d", summary.get(Count.GOOD));
    row(lines, "violations", "%,d", summary.get(Count.VIOLATIONS));
    row(lines, "simulated hours", "%,.2f", summary.get(Count.SIMULATED) / 3.6e6);
    row(lines, "hours that passed", "%,.2f", summary.get(Count.ELAPSED) / 3.6e12);
    row(lines, "processor hours", "%,.2f", summary.get(Count.WORKED) / 3.6e12);
    row(lines, "operations answered", "%,d", summary.get(Count.ANSWERED));
    lines.add("| last line | `" + summary.lastLine() + "` |");
    table(lines, "Faults", summary.faults());
    changes(lines, "Changes of mode", summary.modes(), Summary.possibleModes());
    changes(
        lines,
        "Changes of where a view change stands",
        summary.viewChanges(),
        Summary.possibleViewChanges());
    lines.add("");
    lines.add("## Seeds that violated a property");
    lines.add("");
    summary.failures().forEach(each -> lines.add("- " + each));
    if (summary.failures().isEmpty()) {
      lines.add("None.");
    }
    return lines;
  }

  private static void changes(
      List<String> lines, String title, Map<String, Long> seen, List<String> possible) {
    var unseen = possible.stream().filter(each -> !seen.containsKey(each)).toList();
    int found = possible.size() - unseen.size();
    table(lines, title + ": " + found + " of " + possible.size() + " seen", seen);
    if (!unseen.isEmpty()) {
      lines.add("");
      lines.add("Never seen: " + String.join(", ", unseen) + ".");
    }
  }

  private static void row(List<String> lines, String name, String format, Object value) {
    lines.add("| " + name + " | " + String.format(Locale.ROOT, format, value) + " |");
  }

  private static void table(List<String> lines, String title, Map<String, Long> counts) {
    lines.add("");
    lines.add("## " + title);
    lines.add("");
    lines.add("| | times |");
    lines.add("|---|---|");
    counts.forEach((kind, count) -> row(lines, kind, "%,d", count));
  }
}
