package io.quorate.persistence.log;

import static io.quorate.engine.spi.Records.decisions;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.spi.Records;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PendingDecisionsTest {
  private static final long PLENTY = 1_000_000;

  private final PendingDecisions pending = new PendingDecisions(PLENTY);

  @Test
  void what_piled_up_goes_into_one_event() {
    pending.add(decisions(1, 3));
    pending.add(decisions(4, 4));
    pending.add(decisions(5, 9));
    assertThat(pending.take(SequenceNumber.ZERO, PLENTY)).isEqualTo(decisions(1, 9));
    assertThat(pending.isEmpty()).isTrue();
  }

  @Test
  void what_is_known_is_left_out() {
    pending.add(decisions(1, 5));
    pending.add(decisions(3, 6));
    assertThat(pending.take(new SequenceNumber(2), PLENTY)).isEqualTo(decisions(3, 6));
  }

  @Test
  void what_does_not_fit_waits_for_the_next_event() {
    pending.add(decisions(1, 100));
    var first = pending.take(SequenceNumber.ZERO, 20_000);
    assertThat(first).isNotEmpty().hasSizeLessThan(100);
    assertThat(pending.isEmpty()).isFalse();
    int taken = first.size();
    assertThat(pending.take(new SequenceNumber(taken), PLENTY))
        .isEqualTo(decisions(taken + 1, 100));
  }

  @Test
  void a_decision_larger_than_an_event_should_be_goes_alone() {
    var large = Records.decision(1, Records.octets(50_000, 1));
    pending.add(List.of(large, Records.decision(2)));
    assertThat(pending.take(SequenceNumber.ZERO, 10_000)).containsExactly(large);
  }

  @Test
  void more_than_may_wait_is_an_overrun() {
    var large = List.of(Records.decision(1, Records.octets(600_000, 1)));
    pending.add(large);
    assertThatThrownBy(() -> pending.add(large)).isInstanceOf(CommitLogOverrun.class);
  }

  @Test
  void what_was_taken_waits_no_more() {
    for (int n = 1; n <= 10; n++) {
      var large = List.of(Records.decision(n, Records.octets(600_000, n)));
      pending.add(large);
      assertThat(pending.take(new SequenceNumber(n - 1), PLENTY)).isEqualTo(large);
    }
  }
}
