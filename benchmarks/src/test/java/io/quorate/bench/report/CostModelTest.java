package io.quorate.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The figures of the table in docs/performance.md. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class CostModelTest {

  private static final double CHECKPOINTS = 1.0 / 64;

  @ParameterizedTest
  @CsvSource({"4, 24, 8, 12", "7, 84, 14, 42", "10, 180, 20, 90"})
  void a_slot_costs_what_the_page_says(int n, int votes, int signed, int checkpointVotes) {
    var model = new CostModel(n, 1.0);
    double checkpoints = checkpointVotes * CHECKPOINTS;
    assertThat(model.messages()).isEqualTo(votes + n + checkpoints, Offset.offset(1e-9));
    assertThat(model.signed()).isEqualTo(signed + n + n * CHECKPOINTS, Offset.offset(1e-9));
    assertThat(model.checked()).isEqualTo(votes + n + checkpoints, Offset.offset(1e-9));
    assertThat(model.forces()).isEqualTo(signed);
  }

  /** q - 1 of each phase by each replica: two of three others' votes where n is 4. */
  @ParameterizedTest
  @CsvSource({"4, 16", "7, 56", "10, 120"})
  void no_fewer_votes_are_checked_than_decide(int n, int votes) {
    assertThat(new CostModel(n, 2.0).leastChecked()).isEqualTo(votes + 2.0 * n);
  }
}
