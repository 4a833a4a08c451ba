package io.quorate.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class QuorumTest {

  @Test
  void two_quorums_of_any_group_share_a_correct_replica() {
    for (int n = Quorum.SMALLEST_GROUP; n <= 1_000; n++) {
      var quorum = new Quorum(n);
      assertThat(2 * quorum.size() - n).as("n = %d", n).isGreaterThanOrEqualTo(quorum.weak());
    }
  }

  @Test
  void the_correct_replicas_alone_make_a_quorum_of_any_group() {
    for (int n = Quorum.SMALLEST_GROUP; n <= 1_000; n++) {
      var quorum = new Quorum(n);
      assertThat(quorum.size()).as("n = %d", n).isLessThanOrEqualTo(n - quorum.faults());
    }
  }

  @Test
  void a_group_of_3f_plus_1_decides_with_2f_plus_1() {
    for (int f = 1; f <= 300; f++) {
      assertThat(new Quorum(3 * f + 1).size()).isEqualTo(2 * f + 1);
    }
  }

  @Test
  void fewer_than_four_replicas_are_no_group() {
    assertThatThrownBy(() -> new Quorum(3)).isInstanceOf(IllegalArgumentException.class);
  }
}
