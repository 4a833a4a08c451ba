package io.quorate.engine.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.fixtures.Committee;
import io.quorate.engine.fixtures.Examples;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ReplicaRecoveryTest {

  private final Examples examples = new Examples(Committee.of(4));
  private final ReplicaRecovery recovery = new ReplicaRecovery();

  @Test
  void nothing_is_known_before_both_journals_and_the_state_are_read() {
    assertThat(recovery.result()).isEmpty();
    recovery.facts(examples.facts());
    assertThat(recovery.result()).isEmpty();
    recovery.decisions(List.of());
    assertThat(recovery.result()).isEmpty();
    recovery.state(new Executor.Recovered(examples.stable(), id -> false));
    assertThat(recovery.result()).isPresent();
  }

  @Test
  void what_was_read_is_let_go_of_once_it_is_put_together() {
    recovery.facts(examples.facts());
    recovery.decisions(List.of());
    recovery.state(new Executor.Recovered(examples.stable(), id -> false));
    assertThat(recovery.result()).isPresent();
    assertThat(recovery).hasAllNullFieldsOrProperties();
    assertThat(recovery.result()).isEmpty();
  }
}
