package io.quorate.bench.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@EnabledOnOs(OS.LINUX)
class SlowedTest {

  private static final long SECONDS = 2;

  /** A tenth of two seconds of one processor, and room for a machine that has other work. */
  @Test
  void a_process_runs_for_a_small_part_of_the_time_until_it_is_let_go()
      throws IOException, InterruptedException {
    var victim = new ProcessBuilder("sh", "-c", "while :; do :; done").start();
    try {
      var slowed = Slowed.begin(victim.toHandle());
      long slow = consumed(victim);
      slowed.close();
      assertThat(slow).as("ms").isLessThan(SECONDS * 1_000 * 4 / 10);
      assertThat(slowed.shell().isAlive()).isFalse();
      assertThat(consumed(victim)).isGreaterThan(0);
    } finally {
      victim.destroyForcibly();
    }
  }

  private static long consumed(Process process) throws InterruptedException {
    long before = cpu(process);
    TimeUnit.SECONDS.sleep(SECONDS);
    return cpu(process) - before;
  }

  private static long cpu(Process process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis();
  }
}
