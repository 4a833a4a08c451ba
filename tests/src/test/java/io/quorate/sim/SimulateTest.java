package io.quorate.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SimulateTest {

  private static final String NEVER = "never seen of them: ";

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  @Test
  void the_last_line_counts_seeds_and_names_the_trace() {
    assertThat(run("--seeds", "1..3", "--faults", "loss,crash")).isZero();
    assertThat(lastLine()).matches("seeds 3 ok 3 violations 0 trace [0-9a-f]{64}");
  }

  @Test
  void one_seed_prints_the_same_trace_every_time() {
    run("--seed", "5");
    var first = lastLine();
    run("--seed", "5");
    assertThat(lastLine()).isEqualTo(first);
  }

  @Test
  void one_seed_prints_the_same_trace_in_another_jvm() throws IOException {
    run("--seed", "11", "--faults", "loss,crash,slow,full-disk,mutation");
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var other =
        new ProcessBuilder(
                List.of(
                    java,
                    "-cp",
                    System.getProperty("java.class.path"),
                    Simulate.class.getName(),
                    "--seed",
                    "11",
                    "--faults",
                    "loss,crash,slow,full-disk,mutation"))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    var said = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(said.lines()).contains(lastLine());
  }

  @Test
  void people_are_told_what_happened() {
    run("--seed", "3", "--faults", "loss,crash");
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("faults: crash", "message lost", "RECOVERING_AGREEING", "times as fast");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--seeds 9..1",
        "--seeds 1-9",
        "--seed x",
        "--seed -1",
        "--seed",
        "--seed 1 --seeds 1..2",
        "--faults gravity",
        "--faults loss,,crash",
        "--replicas 3",
        "--replicas 4.5",
        "--minutes soon",
        "--jobs 0",
        "--requests 3 --clients 5",
        "--strikes 0",
        "--trouble -1",
        "--sizes huge",
        "--costs nothing",
        "--speed 9"
      })
  void misuse_is_explained_in_one_line(String arguments) {
    assertThat(run(arguments.split(" "))).isEqualTo(2);
    assertThat(said.toString(StandardCharsets.UTF_8).lines()).hasSize(1);
    assertThat(printed.size()).isZero();
  }

  /**
   * A thousand seeds whose sizes, costs and faults are drawn, most of them short. The last ones are
   * for disks that fail while their replica catches up or learns, which faults that are drawn from
   * all of them bring about once in hundreds.
   */
  @Test
  void no_seed_breaks_a_property_and_all_of_them_see_every_transition() {
    run("--seeds", "1..150");
    var never = neverSeen();
    run("--seeds", "1001..1850", "--trouble", "1.5", "--requests", "18", "--clients", "3");
    never.retainAll(neverSeen());
    run("--seeds", "101..140", "--faults", "ambush", "--sizes", "tiny", "--costs", "free");
    never.retainAll(neverSeen());
    run(
        "--seeds",
        "1..32",
        "--faults",
        "crash-many,lying-disk,full-disk,damaged-disk",
        "--sizes",
        "tiny",
        "--costs",
        "free");
    never.retainAll(neverSeen());
    assertThat(printed().lines().filter(SimulateTest::isRed)).isEmpty();
    assertThat(never).isEmpty();
  }

  @Test
  void sizes_and_costs_that_are_named_are_not_drawn() {
    run("--seed", "3", "--faults", "loss", "--requests", "12");
    var drawn = lastLine();
    run(
        "--seed",
        "3",
        "--faults",
        "loss",
        "--requests",
        "12",
        "--sizes",
        "tiny",
        "--costs",
        "free");
    var tiny = lastLine();
    run(
        "--seed",
        "3",
        "--faults",
        "loss",
        "--requests",
        "12",
        "--sizes",
        "real",
        "--costs",
        "fair");
    assertThat(List.of(drawn, tiny, lastLine())).doesNotHaveDuplicates();
    assertThat(printed().lines().filter(SimulateTest::isRed)).isEmpty();
  }

  /** What the last run printed of modes and of view changes. */
  private Set<String> neverSeen() {
    var lines = printed().lines().filter(line -> line.startsWith(NEVER)).toList();
    var never = new TreeSet<String>();
    for (var line : lines.subList(lines.size() - 2, lines.size())) {
      never.addAll(List.of(line.substring(NEVER.length()).split(", ")));
    }
    never.remove("none");
    // A full disk is waited for, and no fault that is drawn breaks one while its replica catches
    // up.
    never.remove("CATCHING_UP_HALTED");
    return never;
  }

  @Test
  void no_seed_breaks_a_property_of_seven_replicas_of_which_two_lie() {
    run("--replicas", "7", "--seeds", "1..24");
    assertThat(lastLine()).startsWith("seeds 24 ok 24 violations 0");
  }

  @Test
  void replicas_that_leave_and_join_elsewhere_find_each_other() {
    run("--seeds", "1..20", "--faults", "move");
    assertThat(lastLine()).startsWith("seeds 20 ok 20 violations 0");
  }

  @Test
  void replicas_that_move_while_the_registry_lies_are_found_when_it_stops() {
    run("--seeds", "1..20", "--faults", "lying-registry");
    assertThat(lastLine()).startsWith("seeds 20 ok 20 violations 0");
  }

  private static boolean isRed(String line) {
    return line.startsWith("seed ");
  }

  private int run(String... args) {
    return Simulate.run(
        new PrintStream(printed, true, StandardCharsets.UTF_8),
        new PrintStream(said, true, StandardCharsets.UTF_8),
        args);
  }

  private String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  private String lastLine() {
    var lines = printed().lines().toList();
    return lines.get(lines.size() - 1);
  }
}
