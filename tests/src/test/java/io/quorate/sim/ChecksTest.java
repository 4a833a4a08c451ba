package io.quorate.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.codec.Canonical;
import io.quorate.engine.core.Recollection;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.Fact;
import io.quorate.engine.model.Header;
import io.quorate.engine.model.RequestId;
import io.quorate.engine.model.SequenceNumber;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** A check that has never complained proves nothing: each is shown to bite. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ChecksTest {

  @Test
  void agreement_sees_the_fork_that_two_liars_in_four_cause() {
    assertThat(complaints(seed -> group(seed).equivocating(0).equivocating(1)))
        .contains("agreement");
  }

  @Test
  void one_voice_hears_a_replica_whose_disk_forgets_its_votes() {
    var forgetful =
        new Parts() {
          @Override
          SimulatedDisk disk(int replica, SimulatedClock clock, SplittableRandom random) {
            return new ForgetfulDisk(clock, random);
          }
        };
    assertThat(complaints(seed -> group(seed).on(forgetful).crashing())).contains("one voice");
  }

  @Test
  void durability_misses_what_a_group_of_lost_disks_forgot() {
    var lost =
        new Parts() {
          @Override
          SimulatedDisk disk(int replica, SimulatedClock clock, SplittableRandom random) {
            return new LostDisk(clock, random);
          }
        };
    assertThat(complaints(seed -> group(seed).on(lost).suffering(Disturbance.CRASH_ALL)))
        .contains("durability");
  }

  @Test
  void at_most_once_counts_what_an_executor_without_memory_repeats() {
    var repeating =
        new Parts() {
          @Override
          SimulatedExecutor executor(int replica, Header beginning, int checkpointInterval) {
            return new SimulatedExecutor(beginning, checkpointInterval) {
              @Override
              boolean isRepeated(RequestId id) {
                return false;
              }
            };
          }
        };
    assertThat(complaints(seed -> group(seed).on(repeating).replaying(0))).contains("at most once");
  }

  @Test
  void equal_headers_and_progress_see_an_application_that_is_not_deterministic() {
    var deviating =
        new Parts() {
          @Override
          SimulatedExecutor executor(int replica, Header beginning, int checkpointInterval) {
            return new SimulatedExecutor(beginning, checkpointInterval) {
              @Override
              Bytes applyOne(Bytes operation) {
                return super.applyOne(replica == 2 ? Bytes.utf8("else") : operation);
              }
            };
          }
        };
    assertThat(complaints(seed -> group(seed).on(deviating)))
        .contains("equal headers")
        .contains("progress");
  }

  @Test
  void progress_misses_the_answers_of_a_group_with_two_mute_replicas() {
    assertThat(complaints(seed -> group(seed).mute(0).mute(2))).contains("progress");
  }

  @Test
  void order_sees_a_number_that_is_left_out() {
    var witness = witness();
    witness.watch(GaplessOrder::new);
    witness.executed(execution(1, Digest.ZERO));
    assertThat(witness.violations()).isEmpty();
    witness.executed(execution(3, Digest.ZERO));
    assertThat(witness.violations()).extracting(Violation::property).containsExactly("order");
  }

  @Test
  void validity_sees_a_request_that_nobody_made() {
    var asked = Digest.of(Bytes.utf8("asked"));
    var witness = witness();
    witness.watch(complain -> new Validity(Set.of(asked), complain));
    witness.executed(execution(1, asked));
    assertThat(witness.violations()).isEmpty();
    witness.executed(execution(2, Digest.of(Bytes.utf8("invented"))));
    assertThat(witness.violations()).extracting(Violation::property).containsExactly("validity");
  }

  @Test
  void nothing_is_held_against_a_liar() {
    var witness = new Witness(new SimulatedClock(new SplittableRandom(1)), Set.of(0));
    witness.watch(GaplessOrder::new);
    witness.executed(execution(7, Digest.ZERO));
    assertThat(witness.violations()).isEmpty();
  }

  private static SimulatedGroup group(long seed) {
    return SimulatedGroup.of(4).seed(seed);
  }

  /** The properties that were broken in any of a few seeds. */
  private static Set<String> complaints(LongFunction<SimulatedGroup> group) {
    return LongStream.rangeClosed(1, 8)
        .mapToObj(seed -> group.apply(seed).run())
        .flatMap(run -> run.violations().stream())
        .map(Violation::property)
        .collect(Collectors.toSet());
  }

  private static Witness witness() {
    return new Witness(new SimulatedClock(new SplittableRandom(1)), Set.of());
  }

  private static Check.Execution execution(long at, Digest request) {
    var beginning = Canonical.genesisCheckpoint(Digest.ZERO).header();
    var header =
        new Header(
            new SequenceNumber(at),
            beginning.digest(),
            Digest.ZERO,
            Digest.ZERO,
            Digest.ZERO,
            beginning.configuration(),
            at,
            Digest.ZERO);
    return new Check.Execution(0, header, List.of(request), List.of());
  }

  /** Keeps what was decided and forgets what was promised. */
  private static final class ForgetfulDisk extends SimulatedDisk {
    ForgetfulDisk(SimulatedClock clock, SplittableRandom random) {
      super(clock, random);
    }

    @Override
    Recollection recall() {
      var memory = super.recall();
      var rest =
          memory.facts().stream()
              .filter(fact -> fact instanceof Fact.Stabilized || fact instanceof Fact.ViewInstalled)
              .toList();
      return new Recollection(rest, memory.from(), memory.decided());
    }
  }

  /** Is empty after every crash. */
  private static final class LostDisk extends SimulatedDisk {
    LostDisk(SimulatedClock clock, SplittableRandom random) {
      super(clock, random);
    }

    @Override
    Recollection recall() {
      wipe();
      return super.recall();
    }
  }
}
