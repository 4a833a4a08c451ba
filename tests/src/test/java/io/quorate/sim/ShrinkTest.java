package io.quorate.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.model.Quorum;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** What people are shown of a run that fails, in a world where one does. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ShrinkTest {

  private static final String TROUBLE =
      " --faults loss,equivocation,pause --trouble 3 --sizes tiny --costs free";

  private final Function<String, String> simulate = mutantShell();

  @Test
  void a_failing_seed_is_written_down_and_made_smaller_until_it_can_be_read() {
    var seed = seedThatFailsAfterAFault();
    var said = simulate.apply(seed + TROUBLE);
    assertThat(said)
        .startsWith("1\n")
        .contains("fault 1, ", "decides 1: ", "VIOLATED agreement")
        .contains("smallest found: 0 disturbances, 1 kinds of faults, ");
    var smallest = smallest(said);
    assertThat(smallest).startsWith(seed + " --faults equivocation ").contains("--strikes none");
    assertThat(simulate.apply(smallest))
        .contains(seed.substring("--".length()) + ": agreement")
        .doesNotContain("smallest");
    assertThat(smallest(simulate.apply(seed + TROUBLE))).isEqualTo(smallest);
  }

  @Test
  void what_is_left_out_leaves_the_rest_as_it_was() {
    var options =
        seedWithSeveralFaults() + " --faults equivocation,crash,pause --shrink 0 --sizes tiny";
    var second = faults(options + " --strikes 2");
    assertThat(second).containsExactly(faults(options).get(1));
  }

  /** Most fail before anything else befalls them. */
  private String seedThatFailsAfterAFault() {
    return IntStream.rangeClosed(1, 20)
        .mapToObj(seed -> "--seed " + seed)
        .filter(seed -> simulate.apply(seed + TROUBLE + " --shrink 0").contains("fault 1, "))
        .findFirst()
        .orElseThrow();
  }

  /** A run ends where it fails, which may be before much has happened. */
  private String seedWithSeveralFaults() {
    return IntStream.rangeClosed(1, 20)
        .mapToObj(seed -> "--seed " + seed)
        .filter(
            seed ->
                faults(seed + " --faults equivocation,crash,pause --shrink 0 --sizes tiny").size()
                    > 2)
        .findFirst()
        .orElseThrow();
  }

  private List<String> faults(String arguments) {
    return simulate.apply(arguments).lines().filter(line -> line.contains(" ms  fault ")).toList();
  }

  /** The arguments that the last suggestion has. */
  private static String smallest(String said) {
    var command = "  ./quorate simulate ";
    return said.lines()
        .filter(line -> line.startsWith(command))
        .reduce((first, last) -> last)
        .orElseThrow()
        .substring(command.length());
  }

  @SuppressWarnings("unchecked")
  private static Function<String, String> mutantShell() {
    var piece = "return (n + faults()) / 2 + 1;";
    return Mutant.of(Quorum.class, piece, "return (n + faults()) / 2;")
        .make(Shell.class, Function.class);
  }

  /** Runs the command line in a mutant's world; gives the exit code, and what was printed. */
  static final class Shell implements Function<String, String> {
    @Override
    public String apply(String arguments) {
      var printed = new ByteArrayOutputStream();
      var out = new PrintStream(printed, true, StandardCharsets.UTF_8);
      int code =
          Simulate.run(out, new PrintStream(OutputStream.nullOutputStream()), arguments.split(" "));
      return code + "\n" + printed.toString(StandardCharsets.UTF_8);
    }
  }
}
