package io.quorate.bootstrap.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class DescriptorsTest {

  @Test
  void connections_take_a_part_of_the_descriptors_that_are_left_at_most() {
    assertThat(Descriptors.connections(1_024, 1 << 20)).isEqualTo(1_024);
    assertThat(Descriptors.connections(1_024, 117)).isEqualTo(117);
    assertThat(Descriptors.connections(1_024, 10)).isEqualTo(16);
  }

  @Test
  void the_larger_the_part_that_is_taken_the_more_connections_there_may_be() {
    int half = Descriptors.connections(Integer.MAX_VALUE, 2, 0);
    assertThat(Descriptors.connections(Integer.MAX_VALUE, 4, 0)).isLessThan(half);
    assertThat(Descriptors.connections(Integer.MAX_VALUE, 2, half / 2)).isLessThan(half);
  }
}
