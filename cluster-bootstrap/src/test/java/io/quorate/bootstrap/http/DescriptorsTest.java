package io.quorate.bootstrap.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class DescriptorsTest {

  @Test
  void connections_take_half_of_the_descriptors_that_are_left_at_most() {
    assertThat(Descriptors.connections(1_024, 1 << 20)).isEqualTo(1_024);
    assertThat(Descriptors.connections(1_024, 117)).isEqualTo(117 / 2 - Connections.RESERVED);
    assertThat(Descriptors.connections(1_024, 10)).isEqualTo(16);
  }
}
