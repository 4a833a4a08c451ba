package io.quorate.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ViewTimeoutTest {

  private final ViewTimeout timeout = new ViewTimeout(Duration.ofNanos(100), Duration.ofNanos(300));

  @Test
  void it_doubles_up_to_a_ceiling() {
    timeout.failed();
    assertThat(timeout.current()).isEqualTo(200);
    timeout.failed();
    timeout.failed();
    assertThat(timeout.current()).isEqualTo(300);
  }

  @Test
  void progress_brings_it_back_to_its_base() {
    timeout.failed();
    timeout.progressed();
    assertThat(timeout.current()).isEqualTo(timeout.base()).isEqualTo(100);
  }
}
