package io.quorate.bench.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bench.profile.Samples.Frame;
import io.quorate.bench.profile.Samples.Share;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import jdk.jfr.Recording;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SamplesTest {

  private static final Frame SLOT = new Frame("io.quorate.engine.core.Slot", "on");
  private static final Frame MAP = new Frame("java.util.HashMap", "get");
  private static final Frame CODEC = new Frame("io.quorate.engine.codec.CborReader", "read");
  private static final Duration SPIN = Duration.ofMillis(700);

  private final Samples samples = new Samples();

  @Test
  void rooms_and_methods_get_their_shares_the_largest_first() {
    samples.add(List.of(MAP, SLOT));
    samples.add(List.of(SLOT));
    samples.add(List.of(MAP, SLOT));
    samples.add(List.of(CODEC, SLOT));
    assertThat(samples.rooms())
        .containsExactly(
            new Share("io.quorate.engine.core", 0.75), new Share("io.quorate.engine.codec", 0.25));
    assertThat(samples.hottest(1)).containsExactly(new Share("java.util.HashMap.get", 0.5));
  }

  @Test
  void a_report_has_both_tables_for_each_process() {
    samples.add(List.of(MAP, SLOT));
    var profile = new ProfileReport.Profile("4 replicas, durable", "primary", samples);
    assertThat(new ProfileReport(List.of(profile)).toText())
        .contains("### 4 replicas, durable: primary, 1 samples")
        .contains("| 100.0 % | io.quorate.engine.core |")
        .contains("| 100.0 % | java.util.HashMap.get ");
  }

  @Test
  void only_what_was_seen_in_the_counted_seconds_counts(@TempDir Path folder) throws IOException {
    var file = folder.resolve("own.jfr");
    var begin = Instant.now();
    try (var recording = new Recording()) {
      recording.enable(Samples.EVENT).withPeriod(Duration.ofMillis(10));
      recording.start();
      spin();
      recording.dump(file);
    }
    var end = Instant.now().plusSeconds(1);
    assertThat(count(file, begin, end)).isPositive();
    assertThat(count(file, begin.minusSeconds(60), begin)).isZero();
    assertThat(count(file, end, end.plusSeconds(60))).isZero();
  }

  private static long count(Path file, Instant from, Instant until) throws IOException {
    var counted = new Samples();
    counted.read(file, from, until);
    return counted.count();
  }

  @Test
  void what_is_made_at_run_time_has_one_name_in_all_processes() {
    var first = "io.quorate.engine.core.Slot$$Lambda$14.0x0000000800c03c40";
    assertThat(Samples.withoutNumber(first)).isEqualTo("io.quorate.engine.core.Slot$$Lambda");
    assertThat(Samples.withoutNumber("java.lang.invoke.LambdaForm$MH+0x00007f1ca40.17"))
        .isEqualTo("java.lang.invoke.LambdaForm$MH");
  }

  private static void spin() {
    long end = System.nanoTime() + SPIN.toNanos();
    var text = new StringBuilder();
    while (System.nanoTime() < end) {
      text.append(end).setLength(0);
    }
  }
}
