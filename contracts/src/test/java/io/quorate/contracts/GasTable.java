package io.quorate.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** What the page on finality says of gas. */
record GasTable(List<Row> rows) {

  private static final Pattern ROW =
      Pattern.compile("\\| ([^|]+, n = \\d+) \\| ([\\d,]+) \\| ([\\d,]+) \\| ([\\d,]+) \\|");

  /** A certificate's bytes differ from another's in how many of them are zero. */
  private static final double TOLERANCE = 0.01;

  /** Execution, whole transaction, and deployment. */
  record Row(String what, List<Long> gas) {
    @Override
    public String toString() {
      var numbers = gas.stream().map(each -> String.format(Locale.ROOT, "%,d", each)).toList();
      return "| " + what + " | " + String.join(" | ", numbers) + " |";
    }
  }

  /** The rows whose names begin so. */
  static GasTable ofPage(String beginning) throws IOException {
    var page = Files.readString(Path.of("../docs/finality.md"));
    return new GasTable(
        ROW.matcher(page)
            .results()
            .filter(row -> row.group(1).matches("(" + beginning + ").*"))
            .map(
                row ->
                    new Row(
                        row.group(1),
                        IntStream.of(2, 3, 4).mapToObj(i -> number(row.group(i))).toList()))
            .toList());
  }

  void agreesWith(List<Row> measured) {
    var expected =
        "the table should say\n" + String.join("\n", measured.stream().map(Row::toString).toList());
    assertThat(rows).as(expected).hasSameSizeAs(measured);
    for (int i = 0; i < rows.size(); i++) {
      assertThat(rows.get(i).what()).isEqualTo(measured.get(i).what());
      for (int j = 0; j < 3; j++) {
        assertThat((double) rows.get(i).gas().get(j) / measured.get(i).gas().get(j))
            .as(expected)
            .isBetween(1 - TOLERANCE, 1 + TOLERANCE);
      }
    }
  }

  private static long number(String text) {
    return Long.parseLong(text.replace(",", ""));
  }
}
