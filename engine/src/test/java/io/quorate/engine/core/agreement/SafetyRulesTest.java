package io.quorate.engine.core.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.core.SigningCommittee;
import io.quorate.engine.core.effect.Rejection;
import io.quorate.engine.crypto.Verified;
import io.quorate.engine.model.Batch;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Fact;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.View;
import io.quorate.engine.model.message.Message.NewView;
import io.quorate.engine.model.message.Message.Request;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SafetyRulesTest {

  private static final SequenceNumber ONE = new SequenceNumber(1);

  private final SigningCommittee committee = new SigningCommittee();
  private final SafetyRules rules = new SafetyRules(committee.replica(2));
  private final Batch a = committee.batch(committee.request(1, 1, "a"));
  private final Batch b = committee.batch(committee.request(1, 1, "b"));

  @Test
  void rule_1_no_vote_below_the_highest_view_entered() {
    rules.viewChange(new View(2), committee.beginning(), List.of());
    rules.install(new View(2), NewViewPlan.NONE);
    assertThat(rules.prepare(committee.proposal(1, 1, a), List.of())).isEmpty();
    assertThat(rules.commit(committee.prepared(1, 1, a))).isEmpty();
    assertThat(rules.viewChange(new View(1), committee.beginning(), List.of())).isEmpty();
  }

  @Test
  void rule_2_no_vote_while_changing_views() {
    rules.viewChange(new View(1), committee.beginning(), List.of());
    assertThat(rules.prepare(committee.proposal(1, 1, a), List.of())).isEmpty();
    assertThat(rules.commit(committee.prepared(1, 1, a))).isEmpty();
    assertThat(rules.propose(ONE, a, List.of())).isEmpty();
  }

  @Test
  void rule_2_no_vote_as_a_learner() {
    rules.learn();
    assertThat(rules.prepare(committee.proposal(0, 1, a), List.of())).isEmpty();
    assertThat(rules.viewChange(new View(1), committee.beginning(), List.of())).isEmpty();
    assertThat(rules.checkpoint(committee.header(4, "s"))).isEmpty();
  }

  @Test
  void rule_3_one_digest_is_prepared_at_a_view_and_number() {
    assertThat(rules.prepare(committee.proposal(0, 1, a), List.of())).isPresent();
    assertThat(rules.prepare(committee.proposal(0, 1, b), List.of())).isEmpty();
    assertThat(rules.mayAccept(committee.proposal(0, 1, b).message()))
        .get()
        .isInstanceOf(Rejection.AlreadyPromised.class);
  }

  @Test
  void rule_3_holds_for_what_was_promised_in_a_former_life() {
    rules.recall(View.ZERO, ONE, a.digest());
    assertThat(rules.prepare(committee.proposal(0, 1, b), List.of())).isEmpty();
  }

  @Test
  void rule_3_a_primary_proposes_once_at_a_number() {
    var primary = new SafetyRules(committee.replica(0));
    assertThat(primary.propose(ONE, a, List.of())).isPresent();
    assertThat(primary.propose(ONE, b, List.of())).isEmpty();
    assertThat(primary.propose(ONE, a, List.of())).isEmpty();
  }

  @Test
  void rule_4_only_the_planned_digest_at_a_planned_number() {
    var change = committee.viewChange(3, 1, committee.beginning(), committee.prepared(0, 1, a));
    rules.install(new View(1), NewViewPlan.of(List.of(change.message())));
    assertThat(rules.prepare(committee.proposal(1, 1, b), List.of())).isEmpty();
    assertThat(rules.mayAccept(committee.proposal(1, 1, b).message()))
        .get()
        .isInstanceOf(Rejection.AgainstThePlan.class);
    assertThat(rules.prepare(committee.proposal(1, 1, a), List.of())).isPresent();
  }

  @Test
  void rule_4_nothing_at_or_below_the_checkpoint_that_the_plan_begins_with() {
    var change = committee.viewChange(1, 1, committee.stable(committee.header(4, "s")));
    rules.install(new View(1), NewViewPlan.of(List.of(change.message())));
    assertThat(rules.prepare(committee.proposal(1, 4, a), List.of())).isEmpty();
    assertThat(rules.prepare(committee.proposal(1, 5, a), List.of())).isPresent();
  }

  @Test
  void rule_5_a_commit_only_for_what_was_promised() {
    assertThat(rules.commit(committee.prepared(0, 1, a))).isEmpty();
    rules.prepare(committee.proposal(0, 1, a), List.of());
    assertThat(rules.commit(committee.prepared(0, 1, b))).isEmpty();
    assertThat(rules.commit(committee.prepared(0, 1, a))).isPresent();
  }

  @Test
  void a_request_is_written_once_whatever_number_of_views_proposed_it() {
    var request = committee.request(1, 1, "a");
    assertThat(written(0, a, request)).containsExactly(request.wire());
    rules.install(new View(1), NewViewPlan.NONE);
    assertThat(written(1, a, request)).isEmpty();
    rules.install(new View(3), NewViewPlan.NONE);
    var other = committee.request(1, 1, "b");
    assertThat(written(3, b, other)).as("another batch").containsExactly(other.wire());
  }

  private List<Bytes> written(long view, Batch batch, Verified<Request> request) {
    var cast = rules.prepare(committee.proposal(view, 1, batch), List.of(request)).orElseThrow();
    return ((Fact.Promised) cast.fact()).requests();
  }

  @Test
  void rule_6_one_view_change_a_view() {
    assertThat(rules.viewChange(new View(1), committee.beginning(), List.of())).isPresent();
    assertThat(rules.isVoting()).isFalse();
    assertThat(rules.viewChange(new View(1), committee.beginning(), List.of())).isEmpty();
  }

  @Test
  void rule_6_holds_for_what_left_in_a_former_life() {
    rules.recallEntered(new View(1));
    assertThat(rules.isVoting()).isFalse();
    assertThat(rules.viewChange(new View(1), committee.beginning(), List.of())).isEmpty();
  }

  @Test
  void a_new_view_is_said_only_while_changing_to_it() {
    var message = new NewView(new View(1), List.of());
    assertThat(rules.newView(message, List.of())).isEmpty();
    rules.viewChange(new View(1), committee.beginning(), List.of());
    assertThat(rules.newView(message, List.of())).isPresent();
  }

  @Test
  void a_promise_of_an_older_view_does_not_bind_in_a_younger_one() {
    rules.prepare(committee.proposal(0, 1, a), List.of());
    rules.viewChange(new View(1), committee.beginning(), List.of());
    rules.install(new View(1), NewViewPlan.NONE);
    assertThat(rules.prepare(committee.proposal(1, 1, b), List.of())).isPresent();
  }
}
