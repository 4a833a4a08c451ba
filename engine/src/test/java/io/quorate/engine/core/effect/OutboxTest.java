package io.quorate.engine.core.effect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.engine.core.SigningCommittee;
import io.quorate.engine.core.agreement.SafetyRules;
import io.quorate.engine.model.Fact;
import io.quorate.engine.model.View;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class OutboxTest {

  private final SigningCommittee committee = new SigningCommittee();
  private final Outbox outbox = new Outbox();

  @Test
  void a_vote_leaves_when_its_fact_is_written_and_not_before() {
    var cast = cast(1);
    outbox.offer(cast);
    assertThat(outbox.nextGroup()).containsExactly(cast.fact());
    assertThat(outbox.written()).containsExactly(cast.vote());
  }

  @Test
  void what_becomes_ready_during_a_write_is_written_as_one_group_after_it() {
    outbox.offer(cast(1));
    outbox.nextGroup();
    outbox.offer(cast(2));
    outbox.offer(cast(3));
    assertThat(outbox.nextGroup()).isEmpty();
    assertThat(outbox.written()).hasSize(1);
    assertThat(outbox.nextGroup()).hasSize(2);
    assertThat(outbox.written()).hasSize(2);
  }

  @Test
  void what_is_only_remembered_is_written_in_order_and_releases_nothing() {
    var fact = new Fact.ViewEntered(new View(1));
    outbox.offer(new Effect.Persist(fact));
    assertThat(outbox.nextGroup()).containsExactly(fact);
    assertThat(outbox.written()).isEmpty();
  }

  @Test
  void a_write_that_was_not_begun_cannot_end() {
    assertThatThrownBy(outbox::written).isInstanceOf(IllegalStateException.class);
  }

  private Effect.PersistThenSend cast(int number) {
    var rules = new SafetyRules(committee.replica(2));
    var batch = committee.batch(committee.request(1, number, "x"));
    return rules.prepare(committee.proposal(0, number, batch), List.of()).orElseThrow();
  }
}
