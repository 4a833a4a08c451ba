package io.quorate.bench.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bench.process.ThreadTimes.Consumed;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ThreadTimesTest {

  private static final Offset<Double> CLOSE = Offset.offset(1e-9);

  @Test
  void a_line_of_the_kernel_is_read_though_the_name_has_spaces_and_parentheses() {
    var line = "42 (C2 (x) Compile) S 1 2 3 4 5 6 7 8 9 10 250 75 0 0 20 0 27 0 1234 5";
    assertThat(Consumed.read(line)).isEqualTo(new Consumed("C2 (x) Compile", 2.5, 0.75));
  }

  @Test
  void what_threads_consumed_meanwhile_is_told_by_kind() {
    var before =
        new ThreadTimes(
            Map.of(
                1L, new Consumed("quorate-pekko.a", 1, 1),
                2L, new Consumed("C2 CompilerThre", 3, 0)));
    var after =
        new ThreadTimes(
            Map.of(
                1L, new Consumed("quorate-pekko.a", 2, 1.5),
                3L, new Consumed("quorate-pekko.a", 0.25, 0),
                4L, new Consumed("VM Thread", 0.5, 0.25)));
    var usage = after.since(before, 3.5);
    assertThat(usage.of(ThreadKind.ACTORS)).isCloseTo(1.75, CLOSE);
    assertThat(usage.of(ThreadKind.GARBAGE)).isCloseTo(0.75, CLOSE);
    assertThat(usage.kernel()).isCloseTo(0.75, CLOSE);
    assertThat(usage.of(ThreadKind.ENDED)).as("the rest").isCloseTo(1.0, CLOSE);
    assertThat(usage.plus(usage).of(ThreadKind.ACTORS)).isCloseTo(3.5, CLOSE);
  }

  @Test
  void of_a_process_that_is_gone_nothing_is_said_to_have_ended() {
    assertThat(ThreadTimes.NONE.since(ThreadTimes.NONE, 2).seconds()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "quorate-pekko.a, ACTORS",
    "quorate-client-, ACTORS",
    "quorate-log-wri, JOURNAL",
    "quorate-links, SOCKETS",
    "VM Thread, GARBAGE",
    "VM Periodic Tas, OTHER",
    "C1 CompilerThre, COMPILERS",
    "quorate-open-loo, LOAD"
  })
  void a_thread_is_known_by_its_name(String name, ThreadKind kind) {
    assertThat(ThreadKind.of(name)).isEqualTo(kind);
  }

  @Test
  void this_process_has_threads_that_work() {
    var own = ThreadTimes.of(ProcessHandle.current());
    Assumptions.assumeFalse(own.equals(ThreadTimes.NONE), "only Linux tells");
    assertThat(own.threads().values()).anyMatch(each -> each.cpu() > 0);
  }
}
