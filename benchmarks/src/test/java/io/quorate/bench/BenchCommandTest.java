package io.quorate.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bootstrap.cli.group.CommandFailure;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class BenchCommandTest {

  private final StringWriter said = new StringWriter();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--rate 0",
        "--rate fast",
        "--seconds 0",
        "--runs 0",
        "--runs 2 --day calm",
        "--warm-up -1",
        "--clients 0",
        "--size -1",
        "--reply 1048577",
        "--replicas 3",
        "--replicas 4,3",
        "--link-delay -1",
        "--link-delay 1001",
        "--iterations 0 --micro",
        "--micro (",
        "--micro no-such-part",
        "--micro --day calm",
        "--model --day calm",
        "--model --micro",
        "--day doomsday",
        "--day calm --seconds 7",
        "--day calm --rehearse -1",
        "--rehearse 60",
        "--day calm --replicas 4,7",
        "--profile --day calm",
        "--profile --dir nowhere",
        "--identities -1",
        "--identities 4097",
        "--identities 10 --day calm",
        "--identities 10 --rate 5",
        "--identities 10 --replicas 4,7",
        "--dir nowhere",
        "--dir nowhere --day calm",
        "--dir nowhere --link-delay 1",
        "--dir nowhere --replicas 4,7"
      })
  void what_makes_no_sense_is_refused_in_one_line(String arguments) {
    assertThat(run(arguments.split(" "))).isEqualTo(CommandFailure.USAGE);
    assertThat(said.toString().lines().findFirst().orElseThrow()).isNotBlank();
    assertThat(said.toString()).doesNotContain("\tat ");
  }

  @Test
  void the_days_are_named_in_the_help() {
    assertThat(run("--help")).isZero();
    assertThat(said.toString()).contains("primary-killed").contains("backup-paused");
  }

  @Test
  void the_model_is_told_without_measuring_anything() {
    assertThat(run("--model")).isZero();
    assertThat(said.toString()).contains("10 GbE of the primary").contains("| 31 ");
  }

  private int run(String... arguments) {
    var line = new CommandLine(new BenchCommand());
    var writer = new PrintWriter(said, true);
    line.setOut(writer).setErr(writer);
    line.setExecutionExceptionHandler(
        (failure, at, parsed) -> {
          at.getErr().println(failure.getMessage());
          return failure instanceof CommandFailure refusal ? refusal.code() : CommandFailure.FAILED;
        });
    return line.execute(Stream.of(arguments).toArray(String[]::new));
  }
}
