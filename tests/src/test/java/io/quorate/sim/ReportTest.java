package io.quorate.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ReportTest {

  private static final String FAULTS = "loss,crash";
  private static final String KIND = "seeds 1..6, faults loss,crash, sizes tiny, costs free";

  @TempDir Path directory;

  @Test
  void runs_that_were_stopped_go_on_where_they_were() throws IOException {
    var whole =
        last(simulate("--seeds", "1..6", "--faults", FAULTS, "--sizes", "tiny", "--costs", "free"));
    var half = new Summary();
    for (long seed = 1; seed <= 3; seed++) {
      half.add(Schedule.of(seed, 4, Faults.parse(FAULTS)).run(Transcript.none()), 1);
    }
    new Report(directory, KIND).keep(4, half);
    var rest =
        simulate(
            "--seeds",
            "1..6",
            "--faults",
            FAULTS,
            "--sizes",
            "tiny",
            "--costs",
            "free",
            "--report",
            directory.toString());
    assertThat(rest).contains("simulate: going on with seed 4");
    assertThat(last(rest)).isEqualTo(whole);
    assertThat(Files.readString(directory.resolve("report.md")))
        .contains("| seeds run | 6 |", "simulated hours", "## Faults", "| crash | ", whole)
        .contains("## Changes of mode: ", "Never seen: ", "None.");
  }

  @Test
  void violations_are_kept_when_runs_are_stopped() throws IOException {
    var bad = SimulatedGroup.of(4).seed(1).mute(0).mute(2).run();
    assertThat(bad.isGood()).isFalse();
    var summary = new Summary();
    summary.add(bad, 1);
    new Report(directory, KIND).keep(2, summary);
    var kept = new Report(directory, KIND).begin(1);
    assertThat(kept.next()).isEqualTo(2);
    assertThat(kept.summary().kept()).isEqualTo(summary.kept());
    assertThat(Files.readString(directory.resolve("report.md"))).contains("- seed 1: progress");
  }

  @Test
  void a_report_of_other_runs_is_left_alone() throws IOException {
    new Report(directory, KIND).keep(4, new Summary());
    assertThat(
            simulate(
                "--seeds",
                "1..7",
                "--faults",
                FAULTS,
                "--sizes",
                "tiny",
                "--costs",
                "free",
                "--report",
                directory.toString()))
        .singleElement()
        .asString()
        .contains("is the report of " + KIND);
  }

  @Test
  void seeds_that_are_run_at_once_give_the_same_hash_as_one_by_one() {
    var one = simulate("--seeds", "1..6", "--jobs", "1");
    var three = simulate("--seeds", "1..6", "--jobs", "3");
    assertThat(last(three)).isEqualTo(last(one)).startsWith("seeds 6 ok 6 ");
  }

  private static List<String> simulate(String... arguments) {
    var printed = new ByteArrayOutputStream();
    var both = new PrintStream(printed, true, StandardCharsets.UTF_8);
    Simulate.run(both, both, arguments);
    return printed.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private static String last(List<String> lines) {
    return lines.get(lines.size() - 1);
  }
}
