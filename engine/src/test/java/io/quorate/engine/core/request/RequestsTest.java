package io.quorate.engine.core.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.core.SigningCommittee;
import io.quorate.engine.core.health.ByteTime;
import io.quorate.engine.core.health.RequestWaitSample;
import io.quorate.engine.crypto.Verified;
import io.quorate.engine.model.RequestReference;
import io.quorate.engine.model.message.Message.Request;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RequestsTest {

  private final SigningCommittee committee = new SigningCommittee();
  private static final long ANY = Long.MAX_VALUE;

  private final Requests requests = new Requests(new ByteTime(Long.MAX_VALUE));

  @Test
  void clients_take_turns_whatever_one_of_them_sends() {
    for (int i = 1; i <= 5; i++) {
      requests.add(committee.request(1, i, "flood"));
    }
    requests.add(committee.request(2, 1, "one"));
    assertThat(clients(take(3))).containsExactly(1L, 2L, 1L);
  }

  @Test
  void a_batch_is_no_larger_than_it_may_be_but_never_empty() {
    requests.add(committee.request(1, 1, "a"));
    requests.add(committee.request(1, 2, "b"));
    assertThat(take(1)).hasSize(1);
    assertThat(requests.unorderedOperations()).isEqualTo(1);
  }

  @Test
  void what_was_executed_is_not_ordered_again() {
    var request = committee.request(1, 1, "a");
    requests.executed(committee.batch(request));
    assertThat(requests.add(request)).isFalse();
    assertThat(requests.unorderedOperations()).isZero();
  }

  @Test
  void a_second_request_with_the_same_name_does_not_wait_too() {
    requests.add(committee.request(1, 1, "a"));
    assertThat(requests.add(committee.request(1, 1, "b"))).isFalse();
    assertThat(take(9)).hasSize(1);
  }

  @Test
  void a_batch_gets_the_request_it_wants_though_the_name_was_executed() {
    requests.executed(committee.batch(committee.request(1, 1, "a")));
    var wanted = committee.request(1, 1, "b");
    assertThat(requests.gather(committee.batch(wanted))).isEmpty();
    requests.hold(wanted);
    assertThat(requests.gather(committee.batch(wanted))).isPresent();
  }

  @Test
  void a_request_of_which_another_batch_still_speaks_is_kept() {
    var request = committee.request(1, 1, "a");
    var digest = request.message().digest();
    requests.add(request);
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
    requests.add(request);
    assertThat(requests.release(Set.of(digest), Set.of())).isEmpty();
    assertThat(requests.get(digest)).isPresent();
  }

  @Test
  void a_request_of_which_the_state_knows_the_outcome_waits_no_longer() {
    var request = committee.request(1, 1, "a");
    comes(request, 5);
    assertThat(requests.oldestPending()).hasValue(5);
    requests.executed(id -> true);
    assertThat(requests.oldestPending()).isEmpty();
    assertThat(requests.release(Set.of(), Set.of())).containsExactly(request.message().digest());
  }

  @Test
  void a_new_view_orders_again_what_is_not_executed() {
    var request = committee.request(1, 1, "a");
    requests.add(request);
    requests.ordered(committee.batch(request));
    assertThat(take(9)).isEmpty();
    requests.orderAgain();
    assertThat(take(9)).hasSize(1);
  }

  @Test
  void only_the_oldest_is_handed_on_to_judge_the_primary_by_and_once() {
    var request = committee.request(1, 1, "a");
    requests.add(request);
    requests.add(committee.request(1, 2, "b"));
    requests.at(10);
    assertThat(requests.handOnSample(1)).contains(request);
    assertThat(requests.handOnSample(2)).isEmpty();
    requests.at(40);
    requests.ordered(committee.batch(request));
    requests.at(60);
    requests.executed(committee.batch(request));
    assertThat(requests.sampledWait()).hasValue(new RequestWaitSample.Wait(30, 20));
  }

  /** A byte may take a nanosecond here. */
  @Test
  void what_the_bytes_of_others_took_a_request_did_not_wait_for() {
    var slow = new Requests(new ByteTime(1_000_000_000));
    var large = committee.request(1, 1, "l".repeat(10_000));
    var drawn = committee.request(2, 1, "s");
    slow.add(drawn);
    slow.add(large);
    slow.at(100);
    assertThat(slow.handOnSample(99)).contains(drawn);
    slow.at(9_000);
    slow.executed(committee.batch(large));
    slow.ordered(committee.batch(drawn));
    slow.at(10_400);
    slow.executed(committee.batch(drawn));
    assertThat(slow.sampledWait().orElseThrow().whole()).isLessThan(500);
  }

  @Test
  void what_waits_is_allowed_the_time_that_its_bytes_may_take() {
    var slow = new Requests(new ByteTime(1_000_000_000));
    var request = committee.request(1, 1, "l".repeat(10_000));
    assertThat(slow.allowedForPending()).isZero();
    slow.add(request);
    assertThat(slow.allowedForPending()).isBetween(10_000L, 11_000L);
    slow.executed(committee.batch(request));
    assertThat(slow.allowedForPending()).isZero();
  }

  @Test
  void a_primary_is_not_judged_by_what_came_in_a_view_before_or_was_executed_elsewhere() {
    var request = committee.request(1, 1, "a");
    var another = committee.request(1, 2, "b");
    requests.add(request);
    requests.orderAgain();
    requests.executed(committee.batch(request));
    assertThat(requests.sampledWait()).isEmpty();
    comes(another, 60);
    requests.executed(id -> true);
    assertThat(requests.sampledWait()).isEmpty();
  }

  @Test
  void whoever_waits_while_those_who_came_later_are_executed_is_shown_once_in_a_view() {
    var passedOver = committee.request(1, 1, "a");
    var later = committee.request(2, 1, "b");
    var last = committee.request(3, 1, "c");
    requests.add(passedOver);
    comes(later, 10);
    comes(last, 11);
    assertThat(requests.overtaken(10, 9_999)).isEmpty();
    requests.executed(committee.batch(later));
    assertThat(requests.overtaken(11, 9_999)).as("not by so much").isEmpty();
    assertThat(requests.overtaken(10, 9_999)).containsExactly(passedOver);
    assertThat(requests.overtaken(10, 9_999)).isEmpty();
    requests.orderAgain();
    assertThat(requests.overtaken(10, 9_999)).as("by nobody in this view").isEmpty();
    requests.executed(committee.batch(last));
    assertThat(requests.overtaken(10, 9_999)).containsExactly(passedOver);
  }

  @Test
  void no_more_octets_are_shown_than_asked_for() {
    var one = committee.request(1, 1, "a");
    var two = committee.request(2, 1, "b");
    var served = committee.request(3, 1, "c");
    requests.add(one);
    requests.add(two);
    comes(served, 10);
    requests.executed(committee.batch(served));
    assertThat(requests.overtaken(5, one.wire().length() + 1)).containsExactly(one);
    assertThat(requests.overtaken(5, 1)).containsExactly(two);
  }

  private void comes(Verified<Request> request, long now) {
    requests.at(now);
    requests.add(request);
  }

  @Test
  void a_request_is_not_passed_over_while_others_of_its_client_fill_their_share() {
    requests.at(10);
    requests.add(committee.request(1, 1, "refused to the primary"));
    requests.at(20);
    requests.add(committee.request(2, 1, "refused to the primary"));
    var others = committee.batch(committee.request(1, 2, "b"));
    int share = 2 * others.weight();
    requests.at(30);
    requests.executed(others);
    requests.executed(others);
    assertThat(requests.passedOverSince(share)).as("a share was served").hasValue(10);
    requests.executed(others);
    assertThat(requests.passedOverSince(share)).as("more was served").hasValue(20);
    requests.executed(committee.batch(committee.request(2, 1, "refused to the primary")));
    assertThat(requests.passedOverSince(share)).as("served last").hasValue(30);
    assertThat(requests.oldestPending()).hasValue(10);
  }

  private List<RequestReference> take(int mostOperations) {
    return requests.take(mostOperations, ANY, ANY);
  }

  private static List<Long> clients(List<RequestReference> references) {
    return references.stream().map(each -> each.id().client().value()).toList();
  }
}
