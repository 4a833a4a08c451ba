package io.quorate.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bootstrap.finality.FinalityAbi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the page on finality says of gas is what the machine takes. */
@Tag("slow")
@DisplayNameGeneration(ReplaceUnderscores.class)
class GasTest {

  private static final Pattern ROW =
      Pattern.compile("\\| ([^|]+, n = \\d+) \\| ([\\d,]+) \\| ([\\d,]+) \\| ([\\d,]+) \\|");

  /** A certificate's bytes differ from another's in how many of them are zero. */
  private static final double TOLERANCE = 0.01;

  private record Row(String what, List<Long> gas) {
    @Override
    public String toString() {
      var numbers = gas.stream().map(each -> String.format(Locale.ROOT, "%,d", each)).toList();
      return "| " + what + " | " + String.join(" | ", numbers) + " |";
    }
  }

  @Test
  void the_table_says_what_was_measured() throws IOException {
    var measured = measured();
    var said = new ArrayList<Row>();
    var page = Files.readString(Path.of("../docs/finality.md"));
    for (var row : ROW.matcher(page).results().toList()) {
      said.add(
          new Row(
              row.group(1),
              List.of(number(row.group(2)), number(row.group(3)), number(row.group(4)))));
    }
    assertThat(said).as("should be%n" + lines(measured)).hasSameSizeAs(measured);
    for (int i = 0; i < measured.size(); i++) {
      assertThat(said.get(i).what()).isEqualTo(measured.get(i).what());
      for (int j = 0; j < 3; j++) {
        assertThat((double) said.get(i).gas().get(j) / measured.get(i).gas().get(j))
            .as("should be%n" + lines(measured))
            .isBetween(1 - TOLERANCE, 1 + TOLERANCE);
      }
    }
  }

  @Test
  void gas_stays_within_what_was_promised() {
    var rows = measured();
    assertThat(rows.get(0).gas().get(0)).isLessThanOrEqualTo(46_200);
    assertThat(rows.get(1).gas().get(0)).isLessThanOrEqualTo(60_000);
    assertThat(rows.get(4).gas().get(0)).isLessThanOrEqualTo(150_000);
    assertThat(rows.get(7).gas().get(0)).isLessThanOrEqualTo(200_000);
  }

  /** Execution, whole transaction and deployment of each kind at each size. */
  private static List<Row> measured() {
    var header = Group.header(64_000);
    var evm = new Evm();
    var names = new ArrayList<String>();
    for (int n : List.of(4, 7, 22, 67)) {
      var group = Group.of(n);
      names.add("P-256 votes, n = " + n);
      evm.deploy(
          "FinalityP256",
          "group",
          Evm.hex(group.committee().cluster().genesis().toBytes())
              + Abi.word(64)
              + Abi.tail(group.packed()));
      evm.call(
          "group",
          "verify",
          FinalityAbi.encode(group.certificate(header), group.configured()).orElseThrow());
    }
    for (int n : List.of(4, 7, 22, 67)) {
      var group = BlsGroup.of(n, 0);
      names.add("BLS aggregate, n = " + n);
      group.deploy(evm, "group");
      evm.call("group", "verify", group.certificate(header, group.quorum()));
    }
    var results = evm.run();
    var rows = new ArrayList<Row>();
    for (int i = 0; i < names.size(); i++) {
      var call = results.get(2 * i + 1);
      assertThat(call.ok()).isTrue();
      rows.add(
          new Row(
              names.get(i),
              List.of(call.gas(), call.transactionGas(), results.get(2 * i).transactionGas())));
    }
    return rows;
  }

  private static String lines(List<Row> rows) {
    return String.join("%n", rows.stream().map(Row::toString).toList());
  }

  private static long number(String text) {
    return Long.parseLong(text.replace(",", ""));
  }
}
