package io.quorate.bootstrap.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class BudgetTest {

  private static final long MOST = 64 << 20;
  private static final long SLOW = 1_000;

  private final Budget budget = new Budget(MOST, SLOW);
  private final List<String> granted = new ArrayList<>();

  @Test
  void what_does_not_fit_waits_and_nobody_overtakes() {
    var large = budget.hold(Budget.LEAST - 10);
    assertThat(budget.fits(10)).isTrue();
    assertThat(budget.fits(11)).isFalse();
    budget.await(11, () -> granted.add("first"));
    assertThat(budget.fits(1)).isFalse();
    budget.await(1, () -> granted.add("second"));
    assertThat(granted).isEmpty();
    large.release();
    assertThat(granted).containsExactly("first", "second");
  }

  @Test
  void who_leaves_the_line_holds_up_nobody() {
    var large = budget.hold(Budget.LEAST);
    budget.await(Budget.LEAST, () -> granted.add("left")).withdraw();
    budget.await(1, () -> granted.add("next"));
    large.release();
    assertThat(granted).containsExactly("next");
  }

  @Test
  void quick_answers_let_more_in_and_slow_ones_fewer_again() {
    assertThat(budget.limit()).isEqualTo(Budget.LEAST);
    budget.hold(MOST);
    for (int i = 0; i < 100; i++) {
      budget.answered(i, SLOW);
    }
    assertThat(budget.limit()).isEqualTo(MOST);
    budget.answered(10_000, SLOW + 1);
    assertThat(budget.limit()).isEqualTo(MOST / 2);
    budget.answered(10_001, SLOW + 1);
    assertThat(budget.limit()).as("once for what was slow together").isEqualTo(MOST / 2);
    for (int i = 0; i < 100; i++) {
      budget.answered(20_000 + 2 * SLOW * i, SLOW + 1);
    }
    assertThat(budget.limit()).isEqualTo(Budget.LEAST);
  }

  @Test
  void small_requests_say_nothing_of_how_many_large_ones_the_group_can_take() {
    budget.hold(1_000);
    for (int i = 0; i < 100; i++) {
      budget.answered(i, SLOW);
    }
    assertThat(budget.limit()).isEqualTo(Budget.LEAST);
  }

  @Test
  void what_is_larger_than_the_limit_is_let_in_alone() {
    assertThat(budget.fits(2 * MOST)).isTrue();
    var one = budget.hold(1);
    assertThat(budget.fits(2 * MOST)).isFalse();
    one.release();
    assertThat(budget.fits(2 * MOST)).isTrue();
  }
}
