package io.quorate.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class LinearizabilityTest {

  @Test
  void one_after_the_other_reads_the_latest_write() {
    assertHolds(write("a", 1, 2), read("a", 3, 4), write("b", 5, 6), read("b", 7, 8));
  }

  @Test
  void a_read_before_any_write_finds_nothing() {
    assertHolds(read(null, 1, 2), write("a", 3, 4));
  }

  @Test
  void a_stale_read_does_not_hold() {
    assertBroken(write("a", 1, 2), write("b", 3, 4), read("a", 5, 6));
  }

  @Test
  void a_lost_write_does_not_hold() {
    assertBroken(write("a", 1, 2), read(null, 3, 4));
  }

  @Test
  void a_value_that_nobody_wrote_does_not_hold() {
    assertBroken(write("a", 1, 2), read("c", 3, 4));
  }

  @Test
  void writes_that_overlap_may_come_in_either_order() {
    assertHolds(write("a", 1, 5), write("b", 2, 6), read("a", 7, 8));
    assertHolds(write("a", 1, 5), write("b", 2, 6), read("b", 7, 8));
  }

  @Test
  void two_readers_do_not_see_two_orders() {
    assertBroken(
        write("a", 1, 10),
        write("b", 1, 10),
        read("a", 11, 12),
        read("b", 13, 14),
        read("a", 15, 16));
  }

  @Test
  void what_was_read_once_is_not_unread() {
    assertBroken(write("a", 1, 2), write("b", 3, 20), read("b", 4, 5), read("a", 6, 7));
  }

  @Test
  void a_write_without_answer_may_have_happened_or_not_or_later() {
    var unknown = write("b", 3, Call.NEVER);
    assertHolds(write("a", 1, 2), unknown, read("a", 4, 5));
    assertHolds(write("a", 1, 2), unknown, read("b", 4, 5));
    assertHolds(write("a", 1, 2), unknown, read("a", 4, 5), read("b", 6, 7));
    assertBroken(write("a", 1, 2), unknown, read("b", 4, 5), read("a", 6, 7));
  }

  @Test
  void many_writes_without_answer_do_not_make_it_search_for_ever() {
    var calls = new ArrayList<Call>();
    for (int i = 0; i < 500; i++) {
      calls.add(write("lost-" + i, 10 * i + 1, Call.NEVER));
      calls.add(write("kept-" + i, 10 * i + 2, 10 * i + 4));
      calls.add(read("kept-" + i, 10 * i + 5, 10 * i + 7));
    }
    assertThat(Linearizability.holds(calls)).isTrue();
  }

  @Test
  void a_swap_replaces_only_what_it_expected() {
    assertHolds(write("a", 1, 2), swap("a", "b", 3, 4), read("b", 5, 6));
    assertHolds(swap(null, "a", 1, 2), read("a", 3, 4));
    assertBroken(write("a", 1, 2), write("b", 3, 4), swap("a", "c", 5, 6));
    assertBroken(write("a", 1, 2), swap("a", "b", 3, 10), swap("a", "c", 4, 9));
  }

  @Test
  void a_swap_without_answer_may_have_happened_if_what_it_expected_was_there() {
    var unknown = swap("a", "b", 3, Call.NEVER);
    assertHolds(write("a", 1, 2), unknown, read("a", 4, 5), read("b", 6, 7));
    assertHolds(write("a", 1, 2), write("c", 4, 5), unknown, read("c", 6, 7));
    assertBroken(write("a", 1, 2), write("c", 4, 5), unknown, read("c", 6, 7), read("b", 8, 9));
  }

  @Test
  void what_another_swap_without_answer_expected_counts_only_if_that_was_seen() {
    var first = swap("a", "b", 3, Call.NEVER);
    var second = swap("b", "c", 3, Call.NEVER);
    assertHolds(write("a", 1, 2), first, second, read("c", 4, 5));
    assertHolds(write("a", 1, 2), write("d", 3, 4), first, second, read("d", 5, 6));
    assertBroken(write("a", 1, 2), second, read("c", 4, 5));
  }

  /** An atomic register holds by construction; one answer swapped for an older one must not. */
  @Test
  void histories_of_a_real_register_hold_and_spoiled_ones_do_not() {
    for (int seed = 0; seed < 200; seed++) {
      var random = new Random(seed);
      var history = historyOf(random);
      assertThat(Linearizability.holds(history)).as("seed %d", seed).isTrue();
      assertThat(Linearizability.holds(spoiled(history))).as("seed %d", seed).isFalse();
    }
  }

  /** Calls of ten clients that overlap, each with its effect at an instant inside. */
  private static List<Call> historyOf(Random random) {
    var history = new ArrayList<Call>();
    var value = Optional.<String>empty();
    for (int i = 0; i < 120; i++) {
      long instant = 10L * i + 1_000;
      long begin = instant - 1 - random.nextInt(40);
      long end = instant + 1 + random.nextInt(40);
      if (random.nextBoolean()) {
        value = Optional.of("v" + i);
        history.add(new Call(Call.Kind.WRITE, value, begin, end));
      } else {
        history.add(new Call(Call.Kind.READ, value, begin, end));
      }
    }
    return history;
  }

  private static List<Call> spoiled(List<Call> history) {
    var spoiled = new ArrayList<>(history);
    spoiled.add(write("late", 9_000, 9_001));
    spoiled.add(read(history.get(0).value().orElse(null), 9_002, 9_003));
    return spoiled;
  }

  private static Call write(String value, long begin, long end) {
    return new Call(Call.Kind.WRITE, Optional.of(value), begin, end);
  }

  private static Call read(String value, long begin, long end) {
    return new Call(Call.Kind.READ, Optional.ofNullable(value), begin, end);
  }

  private static Call swap(String expected, String value, long begin, long end) {
    return new Call(Call.Kind.SWAP, Optional.of(value), Optional.ofNullable(expected), begin, end);
  }

  private static void assertHolds(Call... calls) {
    assertThat(Linearizability.holds(Arrays.asList(calls))).isTrue();
  }

  private static void assertBroken(Call... calls) {
    assertThat(Linearizability.holds(Arrays.asList(calls))).isFalse();
  }
}
