package io.quorate.engine.core.viewchange;

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
  void progress_for_as_long_as_it_is_halves_it_down_to_its_base() {
    timeout.failed();
    timeout.failed();
    timeout.begin(1_000);

    timeout.progressed(1_299);
    assertThat(timeout.current()).isEqualTo(300);
    timeout.progressed(1_300);
    assertThat(timeout.current()).isEqualTo(150);
    timeout.progressed(1_449);
    assertThat(timeout.current()).isEqualTo(150);
    timeout.progressed(1_450);
    assertThat(timeout.current()).isEqualTo(timeout.base()).isEqualTo(100);
  }

  @Test
  void a_long_time_without_a_failure_brings_it_back_at_once() {
    timeout.failed();
    timeout.failed();
    timeout.begin(1_000);

    timeout.progressed(2_000);
    assertThat(timeout.current()).isEqualTo(timeout.base());
  }

  @Test
  void a_failure_soon_after_progress_doubles_what_it_had_become() {
    timeout.failed();
    timeout.begin(1_000);
    timeout.progressed(1_100);
    timeout.failed();
    assertThat(timeout.current()).isEqualTo(300);
  }
}
