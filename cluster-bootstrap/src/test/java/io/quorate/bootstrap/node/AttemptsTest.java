package io.quorate.bootstrap.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ClientId;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.spi.Chunk;
import io.quorate.engine.spi.StateMachine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A start is an {@link Attempts#begin}; a process that is killed calls nothing more. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class AttemptsTest {

  @TempDir Path directory;

  private Attempts start() throws IOException {
    return Attempts.begin(directory);
  }

  private void dieAt(long slot) throws IOException {
    var attempts = start();
    attempts.running();
    attempts.executing(slot - 1);
    attempts.executed();
    attempts.executing(slot);
  }

  @Test
  void after_three_ends_at_one_slot_it_is_not_tried_again_until_it_was_stopped_in_order()
      throws IOException {
    for (int i = 0; i < Attempts.MOST_AT_A_SLOT; i++) {
      dieAt(70);
    }
    var refused = start();
    assertThat(refused.refusal()).contains(new Attempts.GivenUp(3, 70));
    assertThat(refused.refusal().orElseThrow().text()).contains("executed slot 70");
    assertThat(start().refusal()).as("killed, it is refused again").isPresent();
    start().end();
    assertThat(start().refusal()).isEmpty();
  }

  @Test
  void ends_at_other_slots_or_between_slots_are_nothing_special() throws IOException {
    for (int i = 1; i < 10; i++) {
      dieAt(i);
      assertThat(start().refusal()).isEmpty();
    }
    for (int i = 0; i < 20; i++) {
      var attempts = start();
      attempts.running();
      assertThat(attempts.refusal()).isEmpty();
    }
  }

  @Test
  void after_ten_ends_while_the_journals_were_read_it_is_not_tried_again() throws IOException {
    for (int i = 0; i < Attempts.MOST_WHILE_READING; i++) {
      assertThat(start().refusal()).isEmpty();
    }
    assertThat(start().refusal()).contains(new Attempts.GivenUp(10, 0));
  }

  @Test
  void an_execution_that_failed_counts_though_the_process_ends_in_order() throws IOException {
    for (int i = 0; i < Attempts.MOST_AT_A_SLOT; i++) {
      var attempts = start();
      var machine = new WatchedMachine(new Machine(new StackOverflowError()), attempts);
      assertThat(thrownBy(machine)).isInstanceOf(StackOverflowError.class);
      attempts.end();
    }
    assertThat(start().refusal()).contains(new Attempts.GivenUp(3, 5));
  }

  @Test
  void what_a_machine_gives_or_throws_is_handed_on_and_does_not_count() throws IOException {
    for (int i = 0; i < 5; i++) {
      var attempts = start();
      assertThat(thrownBy(new WatchedMachine(new Machine(null), attempts))).isNull();
      var failing = new WatchedMachine(new Machine(new IllegalStateException()), attempts);
      assertThat(thrownBy(failing)).isInstanceOf(IllegalStateException.class);
      assertThat(failing.query(Bytes.EMPTY, MOMENT)).isEqualTo(StateMachine.NO_QUERIES);
      assertThat(start().refusal()).isEmpty();
    }
  }

  private static final StateMachine.Moment MOMENT =
      new StateMachine.Moment(new SequenceNumber(5), 1, new ClientId(1));

  private static Throwable thrownBy(StateMachine machine) {
    try {
      assertThat(machine.execute(Bytes.utf8("x"), MOMENT)).isEqualTo(Bytes.utf8("x"));
      return null;
    } catch (RuntimeException | StackOverflowError e) {
      return e;
    }
  }

  /** Gives back what it is given, or throws. */
  private record Machine(Throwable failure) implements StateMachine {
    @Override
    public Bytes execute(Bytes operation, Moment moment) {
      if (failure instanceof Error error) {
        throw error;
      } else if (failure instanceof RuntimeException exception) {
        throw exception;
      }
      return operation;
    }

    @Override
    public List<Chunk> chunks() {
      return List.of();
    }

    @Override
    public void restore(List<Bytes> chunks) {}
  }
}
