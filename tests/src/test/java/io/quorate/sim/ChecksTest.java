package io.quorate.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ClientId;
import io.quorate.engine.model.Digest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
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
        new SimulatedParts() {
          @Override
          SimulatedDisk disk(
              int replica, SimulatedClock clock, SplittableRandom random, Tally tally) {
            return new ForgetfulDisk(clock, random, tally);
          }
        };
    assertThat(complaints(seed -> group(seed).on(forgetful).crashing())).contains("one voice");
  }

  @Test
  void durability_misses_what_a_group_of_lost_disks_forgot() {
    var lost =
        new SimulatedParts() {
          @Override
          SimulatedDisk disk(
              int replica, SimulatedClock clock, SplittableRandom random, Tally tally) {
            return new LostDisk(clock, random, tally);
          }
        };
    assertThat(complaints(seed -> group(seed).on(lost).suffering(Disturbance.CRASH_ALL)))
        .contains("durability");
  }

  @Test
  void equal_headers_and_progress_see_an_application_that_is_not_deterministic() {
    var deviating =
        new SimulatedParts() {
          @Override
          SimulatedMachine machine(int replica, CheckRunner checkRunner) {
            return new SimulatedMachine(replica, checkRunner) {
              @Override
              Bytes twist(Bytes result) {
                return replica == 2 ? Bytes.utf8("else") : result;
              }
            };
          }
        };
    assertThat(complaints(seed -> group(seed).on(deviating)))
        .contains("equal headers")
        .contains("progress");
  }

  @Test
  void linearizability_sees_an_application_that_reads_what_is_not_there_any_more() {
    var stale =
        new SimulatedParts() {
          @Override
          SimulatedMachine machine(int replica, CheckRunner checkRunner) {
            return new SimulatedMachine(replica, checkRunner) {
              private final Map<Integer, String> first = new TreeMap<>();

              @Override
              String read(int register) {
                return first.computeIfAbsent(register, super::read);
              }
            };
          }
        };
    assertThat(complaints(seed -> group(seed).on(stale))).containsExactly("linearizability");
  }

  @Test
  void bounded_memory_sees_a_replica_that_keeps_all_decisions() {
    var hoarder =
        Mutant.of(
            Mutant.type("io.quorate.engine.core.agreement.History"),
            "while (octets > capacity && decisions.size() > 1",
            "while (false");
    var many = new Trial.Lasting();
    assertThat(many.apply("", 1L)).isEmpty();
    assertThat(hoarder.trial(Trial.Lasting.class).apply("", 1L))
        .anyMatch(each -> each.startsWith("bounded memory"));
  }

  @Test
  void at_most_once_sees_an_operation_that_is_repeated_and_two_under_one_name() {
    var checkRunner = checkRunner();
    checkRunner.watch(AtMostOnce::new);
    checkRunner.executed(execution(1, "5 1 0 0"));
    checkRunner.executed(execution(2, "5 2 0 0"));
    assertThat(checkRunner.violations()).isEmpty();
    checkRunner.executed(execution(3, "5 1 0 0"));
    checkRunner.executed(execution(4, "5 2 0 1"));
    assertThat(checkRunner.violations())
        .extracting(Violation::property)
        .containsExactly("at most once", "at most once");
  }

  @Test
  void progress_misses_the_answers_of_a_group_with_two_mute_replicas() {
    assertThat(complaints(seed -> group(seed).mute(0).mute(2))).contains("progress");
  }

  @Test
  void order_sees_a_number_that_is_left_out() {
    var checkRunner = checkRunner();
    checkRunner.watch(GaplessOrder::new);
    checkRunner.decided(ruling(1, Digest.ZERO));
    checkRunner.restored(0);
    checkRunner.decided(ruling(4, Digest.ZERO));
    assertThat(checkRunner.violations()).isEmpty();
    checkRunner.decided(ruling(6, Digest.ZERO));
    assertThat(checkRunner.violations()).extracting(Violation::property).containsExactly("order");
  }

  @Test
  void validity_sees_a_request_that_nobody_made() {
    var asked = Digest.of(Bytes.utf8("asked"));
    var checkRunner = checkRunner();
    checkRunner.watch(complain -> new Validity(Set.of(asked), complain));
    checkRunner.decided(ruling(1, asked));
    assertThat(checkRunner.violations()).isEmpty();
    checkRunner.decided(ruling(2, Digest.of(Bytes.utf8("invented"))));
    assertThat(checkRunner.violations())
        .extracting(Violation::property)
        .containsExactly("validity");
  }

  @Test
  void nothing_is_held_against_a_liar() {
    var checkRunner = new CheckRunner(clock(), Set.of(0), Transcript.none());
    checkRunner.watch(GaplessOrder::new);
    checkRunner.decided(ruling(1, Digest.ZERO));
    checkRunner.decided(ruling(7, Digest.ZERO));
    assertThat(checkRunner.violations()).isEmpty();
  }

  /** Whatever runs on a thread of its own would make the order of things a matter of luck. */
  @Test
  void a_thread_of_its_own_is_turned_away_and_counted() throws InterruptedException {
    var clock = clock();
    var process = new SimulatedProcess(clock, null);
    process.threads().execute(() -> {});
    assertThat(clock.strangers()).isZero();
    var stranger = new Thread(() -> process.threads().execute(() -> {}));
    stranger.start();
    stranger.join();
    process.kill();
    assertThat(clock.strangers()).isEqualTo(1);
  }

  private static SimulatedGroup group(long seed) {
    return SimulatedGroup.of(4).seed(seed);
  }

  /** The properties that were broken in any of a few seeds. */
  private static Set<String> complaints(LongFunction<SimulatedGroup> group) {
    return LongStream.rangeClosed(1, 16)
        .mapToObj(seed -> group.apply(seed).run())
        .flatMap(run -> run.violations().stream())
        .map(Violation::property)
        .collect(Collectors.toSet());
  }

  private static CheckRunner checkRunner() {
    return new CheckRunner(clock(), Set.of(), Transcript.none());
  }

  private static SimulatedClock clock() {
    return new SimulatedClock(new SplittableRandom(1), new Trace());
  }

  private static Check.Ruling ruling(long at, Digest request) {
    return new Check.Ruling(0, at, Digest.ZERO, List.of(request));
  }

  private static Check.Execution execution(long place, String operation) {
    return new Check.Execution(0, place, place, new ClientId(5), operation, Bytes.EMPTY);
  }

  /** Keeps what was decided and forgets what was promised. */
  private static final class ForgetfulDisk extends SimulatedDisk {
    ForgetfulDisk(SimulatedClock clock, SplittableRandom random, Tally tally) {
      super(clock, random, tally);
    }

    @Override
    void crash() {
      super.crash();
      lose(SimulatedReplica.VOTES);
    }
  }

  /** Is empty after every crash. */
  private static final class LostDisk extends SimulatedDisk {
    LostDisk(SimulatedClock clock, SplittableRandom random, Tally tally) {
      super(clock, random, tally);
    }

    @Override
    void crash() {
      super.crash();
      wipe();
    }
  }
}
