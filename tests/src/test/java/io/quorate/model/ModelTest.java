package io.quorate.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules hold in every state that a small group can reach, and each of them is needed. */
@Tag("model")
@Execution(ExecutionMode.CONCURRENT)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ModelTest {

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({"LiarLeads, 50000", "CorrectThenLiar, 1000", "LiarThenCorrect, 1000"})
  void a_small_group_with_one_liar_agrees(String group, long atLeast)
      throws IOException, InterruptedException {
    var outcome = new Tlc(directory).check(group);
    assertThat(outcome.violated()).as(outcome.log()).isEmpty();
    assertThat(outcome.complete()).as(outcome.log()).isTrue();
    assertThat(outcome.distinct()).isGreaterThan(atLeast);
    say("%s holds: %,d states, %d s", group, outcome.distinct(), outcome.took().toSeconds());
  }

  /** A checker must be seen to bite: without this rule, the group forks. */
  @ParameterizedTest
  @CsvSource({
    "SmallQuorum, Agreement",
    "Amnesia, Agreement",
    "LowestView, Kept",
    "UncheckedNewView, Agreement",
    "ForgottenCertificate, Agreement",
    "BelowBase, Agreement",
    "ForgetsEarly, Agreement",
    "VisibleBeforeDurable, Agreement"
  })
  void a_broken_rule_is_found(String defect, String invariant)
      throws IOException, InterruptedException {
    var outcome = new Tlc(directory).check(defect);
    assertThat(outcome.violated()).as(outcome.log()).contains(invariant);
    say(
        "%s breaks %s in %d steps, %d s",
        defect, invariant, outcome.steps() - 1, outcome.took().toSeconds());
  }

  private static void say(String format, Object... values) {
    System.out.printf("model: " + format + "%n", values);
  }
}
