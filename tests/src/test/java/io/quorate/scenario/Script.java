package io.quorate.scenario;

import java.util.ArrayList;
import java.util.List;

/**
 * A transcript: commands at the margin, each with what must come of it indented below; comments and
 * blank lines in between.
 *
 * @param lines as they stand in the file
 */
record Script(String name, List<String> lines) {

  private static final String INDENT = "  ";

  Script {
    lines = List.copyOf(lines);
  }

  /** A command, and what comes of it according to the script, or in truth. */
  private record Entry(int line, String command, List<String> outcome) {}

  /** The same script with what comes of it in truth. */
  List<String> played() {
    var group = new ScenarioGroup();
    var played = new ArrayList<String>();
    for (int i = 0; i < lines.size(); i++) {
      var line = lines.get(i);
      if (!line.startsWith(INDENT)) {
        played.add(line);
      }
      if (isCommand(line)) {
        played.addAll(perform(group, i));
      }
    }
    return played;
  }

  private List<String> perform(ScenarioGroup group, int line) {
    try {
      return group.perform(lines.get(line));
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(name + ", line " + (line + 1) + ": " + e.getMessage(), e);
    }
  }

  /** What differs from the truth, command by command; empty when nothing does. */
  String difference() {
    var expected = entries(lines);
    var actual = entries(played());
    var text = new StringBuilder();
    for (int i = 0; i < expected.size(); i++) {
      if (!expected.get(i).outcome().equals(actual.get(i).outcome())) {
        text.append(difference(expected.get(i), actual.get(i)));
      }
    }
    return text.toString();
  }

  private String difference(Entry expected, Entry actual) {
    var wrong = expected.outcome();
    var right = actual.outcome();
    int head = 0;
    while (head < Math.min(wrong.size(), right.size()) && wrong.get(head).equals(right.get(head))) {
      head++;
    }
    int tail = 0;
    while (tail < Math.min(wrong.size(), right.size()) - head
        && wrong.get(wrong.size() - 1 - tail).equals(right.get(right.size() - 1 - tail))) {
      tail++;
    }
    var text = new StringBuilder();
    text.append(name + ", line " + expected.line() + ": " + expected.command() + "\n");
    append(text, ' ', wrong.subList(0, head));
    append(text, '-', wrong.subList(head, wrong.size() - tail));
    append(text, '+', right.subList(head, right.size() - tail));
    append(text, ' ', wrong.subList(wrong.size() - tail, wrong.size()));
    return text.toString();
  }

  private static void append(StringBuilder text, char mark, List<String> lines) {
    lines.forEach(line -> text.append(mark).append(line).append('\n'));
  }

  private static List<Entry> entries(List<String> lines) {
    var entries = new ArrayList<Entry>();
    for (int i = 0; i < lines.size(); i++) {
      if (isCommand(lines.get(i))) {
        entries.add(new Entry(i + 1, lines.get(i), new ArrayList<>()));
      } else if (lines.get(i).startsWith(INDENT) && !entries.isEmpty()) {
        entries.get(entries.size() - 1).outcome().add(lines.get(i));
      }
    }
    return entries;
  }

  private static boolean isCommand(String line) {
    return !line.isBlank() && !line.startsWith("#") && !line.startsWith(INDENT);
  }
}
