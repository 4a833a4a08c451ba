package io.quorate.engine.core.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class BatchCutterTest {

  private final BatchCutter cutter = new BatchCutter(4, 16, 64, 800);

  @Test
  void one_operation_alone_waits_for_nothing() {
    assertThat(cutter.closes(1, 1, 0)).isTrue();
  }

  @Test
  void nothing_is_never_worth_a_slot() {
    assertThat(cutter.closes(0, 0, 0)).isFalse();
  }

  @Test
  void while_slots_are_in_flight_many_bytes_are_worth_another_however_few_ask() {
    assertThat(cutter.closes(1, 99, 1)).isFalse();
    assertThat(cutter.closes(1, 100, 1)).isTrue();
  }

  @Test
  void while_slots_are_in_flight_only_many_operations_are_worth_another() {
    assertThat(cutter.closes(15, 99, 1)).isFalse();
    assertThat(cutter.closes(16, 99, 3)).isTrue();
    assertThat(cutter.closes(64, 800, 4)).isFalse();
  }
}
