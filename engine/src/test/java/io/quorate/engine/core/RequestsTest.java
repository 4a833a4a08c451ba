package io.quorate.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.model.RequestReference;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RequestsTest {

  private final Committee committee = new Committee();
  private final Requests requests = new Requests();

  @Test
  void clients_take_turns_whatever_one_of_them_sends() {
    for (int i = 1; i <= 5; i++) {
      requests.add(committee.request(1, i, "flood"), 0);
    }
    requests.add(committee.request(2, 1, "one"), 0);
    assertThat(clients(requests.take(3))).containsExactly(1L, 2L, 1L);
  }

  @Test
  void a_batch_is_no_larger_than_it_may_be_but_never_empty() {
    requests.add(committee.request(1, 1, "a"), 0);
    requests.add(committee.request(1, 2, "b"), 0);
    assertThat(requests.take(1)).hasSize(1);
    assertThat(requests.unorderedOperations()).isEqualTo(1);
  }

  @Test
  void what_was_executed_is_not_ordered_again() {
    var request = committee.request(1, 1, "a");
    requests.executed(committee.batch(request));
    assertThat(requests.add(request, 0)).isFalse();
    assertThat(requests.unorderedOperations()).isZero();
  }

  @Test
  void a_second_request_with_the_same_name_does_not_wait_too() {
    requests.add(committee.request(1, 1, "a"), 0);
    assertThat(requests.add(committee.request(1, 1, "b"), 0)).isFalse();
    assertThat(requests.take(9)).hasSize(1);
  }

  @Test
  void a_batch_gets_the_request_it_wants_though_the_name_was_executed() {
    requests.executed(committee.batch(committee.request(1, 1, "a")));
    var wanted = committee.request(1, 1, "b");
    assertThat(requests.gather(committee.batch(wanted))).isEmpty();
    requests.hold(wanted, 0);
    assertThat(requests.gather(committee.batch(wanted))).isPresent();
  }

  @Test
  void a_request_of_which_another_batch_still_speaks_is_kept() {
    var request = committee.request(1, 1, "a");
    var digest = request.message().digest();
    requests.add(request, 0);
    requests.executed(committee.batch(request));
    assertThat(requests.release(Set.of(digest), Set.of(digest))).isEmpty();
    assertThat(requests.get(digest)).isPresent();
    assertThat(requests.release(Set.of(digest), Set.of())).containsExactly(digest);
    assertThat(requests.get(digest)).isEmpty();
  }

  @Test
  void a_request_that_waits_is_kept_when_a_batch_that_lost_is_forgotten() {
    var request = committee.request(1, 1, "a");
    var digest = request.message().digest();
    requests.add(request, 0);
    assertThat(requests.release(Set.of(digest), Set.of())).isEmpty();
    assertThat(requests.get(digest)).isPresent();
  }

  @Test
  void a_request_of_which_the_state_knows_the_outcome_waits_no_longer() {
    var request = committee.request(1, 1, "a");
    requests.add(request, 5);
    assertThat(requests.oldestPending()).hasValue(5);
    requests.executed(id -> true);
    assertThat(requests.oldestPending()).isEmpty();
    assertThat(requests.release(Set.of(), Set.of())).containsExactly(request.message().digest());
  }

  @Test
  void a_new_view_orders_again_what_is_not_executed() {
    var request = committee.request(1, 1, "a");
    requests.add(request, 0);
    requests.ordered(committee.batch(request));
    assertThat(requests.take(9)).isEmpty();
    requests.orderAgain();
    assertThat(requests.take(9)).hasSize(1);
  }

  @Test
  void only_the_oldest_is_handed_on_to_judge_the_primary_by_and_once() {
    var request = committee.request(1, 1, "a");
    requests.add(request, 0);
    requests.add(committee.request(1, 2, "b"), 0);
    assertThat(requests.handOnSample(1, 10)).contains(request);
    assertThat(requests.handOnSample(2, 20)).isEmpty();
    requests.sampledWait(50);
    requests.executed(committee.batch(request));
    assertThat(requests.sampledWait(60)).hasValue(40);
  }

  @Test
  void a_primary_is_not_judged_by_what_came_in_a_view_before_or_was_executed_elsewhere() {
    var request = committee.request(1, 1, "a");
    var another = committee.request(1, 2, "b");
    requests.add(request, 0);
    requests.orderAgain();
    requests.executed(committee.batch(request));
    assertThat(requests.sampledWait(50)).isEmpty();
    requests.add(another, 60);
    requests.executed(id -> true);
    assertThat(requests.sampledWait(100)).isEmpty();
  }

  private static List<Long> clients(List<RequestReference> references) {
    return references.stream().map(each -> each.id().client().value()).toList();
  }
}
