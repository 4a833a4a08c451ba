package io.quorate.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bootstrap.finality.FinalityAbi;
import io.quorate.contracts.GasTable.Row;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the page on finality says of gas is what the machine takes. */
@Tag("slow")
@DisplayNameGeneration(ReplaceUnderscores.class)
class GasTest {

  @Test
  void the_table_says_what_was_measured() throws IOException {
    GasTable.ofPage("P-256|BLS").agreesWith(measured());
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
}
