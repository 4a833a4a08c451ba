package io.quorate.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TableTest {

  @Test
  void columns_stand_under_each_other() {
    var table = new Table("run", "requests/s");
    table.row("4 replicas", "7");
    assertThat(table.toString().lines())
        .containsExactly(
            "| run        | requests/s |",
            "|------------|------------|",
            "| 4 replicas | 7          |");
  }

  @Test
  void a_row_of_another_length_is_a_mistake() {
    var table = new Table("run", "requests/s");
    assertThatThrownBy(() -> table.row("4 replicas")).isInstanceOf(IllegalArgumentException.class);
  }
}
