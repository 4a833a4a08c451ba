package io.quorate.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.sim.Run;
import java.util.stream.LongStream;

/** Which seeds a test runs: twenty, or as many as {@code -Dsim.seeds} says. */
final class Seeds {

  private Seeds() {}

  static LongStream some() {
    return LongStream.rangeClosed(1, Long.getLong("sim.seeds", 20));
  }

  static void assertGood(Run run) {
    assertThat(run.violations()).as(run::toString).isEmpty();
  }
}
