package io.quorate.bench.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A table in Markdown whose columns stand under each other, so that it reads in a terminal too. */
public final class Table {

  private final List<String[]> rows = new ArrayList<>();
  private final int[] widths;

  public Table(String... columns) {
    widths = new int[columns.length];
    row(columns);
  }

  /** Adds a row of as many cells as there are columns. */
  public void row(String... cells) {
    if (cells.length != widths.length) {
      throw new IllegalArgumentException(cells.length + " cells of " + widths.length);
    }
    for (int i = 0; i < cells.length; i++) {
      widths[i] = Math.max(widths[i], cells[i].length());
    }
    rows.add(cells.clone());
  }

  @Override
  public String toString() {
    var text = new StringBuilder();
    for (int i = 0; i < rows.size(); i++) {
      line(text, rows.get(i), ' ');
      if (i == 0) {
        var rule = new String[widths.length];
        Arrays.fill(rule, "");
        line(text, rule, '-');
      }
    }
    return text.substring(0, text.length() - 1);
  }

  private void line(StringBuilder text, String[] cells, char filler) {
    text.append('|');
    for (int i = 0; i < cells.length; i++) {
      var rest = String.valueOf(filler).repeat(widths[i] - cells[i].length());
      text.append(filler).append(cells[i]).append(rest).append(filler).append('|');
    }
    text.append('\n');
  }
}
